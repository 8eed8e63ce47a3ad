import Digests

/// Digests of what a manifest sends, one a kind. None depends on where a file lies.
package struct ContentDigests: Sendable, Hashable {
    /// The manifest's bytes and the format, encoding and delimiter they were read with.
    package var input = SHA256Digest()
    /// What rows without their own get: message, template, sender and GIF; and whether messages are templates.
    package var texts = SHA256Digest()
    /// Which row sends which file, by content and by the name that the recipient sees.
    package var attachments = SHA256Digest()

    /// Digests of nothing.
    package init() {}

    init(_ manifest: Manifest, inputDigest: SHA256Digest, attachments: SHA256Digest) {
        let hasher = SHA256Hasher()
        func add(_ text: String?) {
            hasher.update([text == nil ? 0 : 1])
            hasher.updateFramed((text ?? "").utf8.span)
        }
        add(manifest.format.rawValue)
        add(manifest.layout.encoding)
        add("\(manifest.layout.delimiter)")
        hasher.updateFramed(inputDigest.bytes.span)
        input = hasher.finish()
        let options = manifest.options
        add(options.defaultSender)
        add(options.defaultMessage)
        add(options.defaultGIF)
        add("\(options.templateFile != nil) \(options.render)")
        hasher.updateFramed(manifest.defaults.templateText.span)
        texts = hasher.finish()
        self.attachments = attachments
    }
}
