import Digests

extension Manifest {
    /// The plan's digest as versions before `p2:` printed it and wrote it into JSON reports, after a check of the file: it proves that
    /// such a report is about this manifest, read with these options.
    package func earlierPlanDigest(inputDigest: SHA256Digest) -> SHA256Digest {
        let hasher = SHA256Hasher()
        func add(_ text: String?) {
            hasher.update([text == nil ? 0 : 1])
            hasher.updateFramed((text ?? "").utf8.span)
        }
        add("grupo-batch plan 1")
        add(scope.site)
        add(scope.batch)
        add(format.rawValue)
        add(layout.encoding)
        add("\(layout.delimiter)")
        for (field, column) in options.columnMap.sorted(by: { $0.key < $1.key }) { add("\(field)=\(column)") }
        add(options.defaultSender)
        add(options.defaultMessage)
        add(options.defaultAttachment)
        add(options.defaultGIF)
        add("\(options.render) \(options.uniqueUsers) \(options.maxAttachmentSize) \(options.maxRowSize)")
        hasher.updateFramed(defaults.templateText.span)
        hasher.updateFramed(inputDigest.bytes.span)
        for (path, digest) in inspector.digestsByPath {
            add(path)
            hasher.updateFramed(digest.span)
        }
        return hasher.finish()
    }
}
