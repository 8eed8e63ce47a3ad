import Digests

/// The digest `validate` prints and `send --plan` demands.
enum PlanDigest {
    /// Covers everything that decides what is sent to whom: site and batch, reading options, manifest, template and
    /// attachments. Where the folder lies does not matter, what its files hold does.
    static func compute(_ manifest: Manifest, inputDigest: SHA256Digest) -> SHA256Digest {
        let hasher = SHA256Hasher()
        let options = manifest.options
        func add(_ text: String?) {
            hasher.update([text == nil ? 0 : 1])
            hasher.updateFramed((text ?? "").utf8.span)
        }
        add("grupo-batch plan 1")
        add(manifest.scope.site)
        add(manifest.scope.batch)
        add(manifest.format.rawValue)
        add(manifest.layout.encoding)
        add("\(manifest.layout.delimiter)")
        if let path = options.jsonPath { add("json path \(path)") }
        for (field, column) in options.columnMap.sorted(by: { $0.key < $1.key }) { add("\(field)=\(column)") }
        add(options.defaultSender)
        add(options.defaultMessage)
        add(options.defaultAttachment)
        add(options.defaultGIF)
        add("\(options.render) \(options.uniqueUsers) \(options.maxAttachmentSize) \(options.maxRowSize)")
        hasher.updateFramed(manifest.defaults.templateText.span)
        hasher.updateFramed(inputDigest.bytes.span)
        for (path, digest) in manifest.inspector.digestsByPath {
            add(path)
            hasher.updateFramed(digest.span)
        }
        return hasher.finish()
    }
}
