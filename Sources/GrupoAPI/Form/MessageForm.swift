/// A message as multipart/form-data: the file first, then the fields, `api_secret_key` last.
///
/// PHP may run the site's script on a body that was cut midway. With the key as the very last part such a body cannot
/// be authorised, so a request whose key never left is proved not sent.
struct MessageForm: Sendable {
    /// What separates the parts.
    let boundary: FormBoundary
    /// Everything before a file's bytes; empty without a file.
    let lead: [UInt8]
    /// The file whose bytes follow the lead.
    let file: Upload.Content?
    /// Everything after a file's bytes; the whole form if there is none.
    let rest: [UInt8]
    /// Whether the key may be handed over, asked just before.
    let mayLeave: (@Sendable () -> Bool)?
    /// How many bytes follow the last byte of the key's value.
    private let closingByteCount: Int
    private let keyByteCount: Int

    /// Renders a message. A boundary that occurs in a field or in a file in memory is replaced by a new one.
    init(_ message: OutgoingMessage, key: APISecretKey, boundary proposal: FormBoundary = FormBoundary()) {
        var boundary = proposal
        while boundary.occurs(in: message, key: key) { boundary = FormBoundary() }
        self.boundary = boundary
        mayLeave = message.mayLeave

        var writer = FormWriter(boundary: boundary, expectedByteCount: Self.estimatedByteCount(message, key: key))
        var lead: [UInt8] = []
        if let upload = message.upload {
            writer.beginFile(named: upload.fileName)
            lead = writer.takeBytes()
            writer.endPart()
        }
        writer.addField("add", "message")
        writer.addField("user", message.user)
        writer.addField("sender", message.sender)
        writer.addField("message", message.message)
        if let gifURL = message.gifURL { writer.addField("gif_url", gifURL) }
        keyByteCount = key.byteCount
        closingByteCount = writer.addLastField("api_secret_key", key.bytes)
        self.lead = lead
        file = message.upload?.content
        rest = writer.takeBytes()
    }

    /// The exact length of the form in bytes.
    var byteCount: Int64 { Int64(lead.count) + (file?.byteCount ?? 0) + Int64(rest.count) }

    /// The offset just past the last byte of the key's value: while fewer bytes left, nothing is authorised.
    var keyEndOffset: Int64 { byteCount - Int64(closingByteCount) }

    /// The offset of the first byte of the key's value.
    var keyStartOffset: Int64 { keyEndOffset - Int64(keyByteCount) }

    private static func estimatedByteCount(_ message: OutgoingMessage, key: APISecretKey) -> Int {
        let count = 1_024 + message.user.utf8.count + message.sender.utf8.count + message.message.utf8.count
        return count + (message.gifURL?.utf8.count ?? 0) + key.bytes.count
    }
}

extension MessageForm: CustomStringConvertible, CustomReflectable {
    /// The form's size only: its bytes hold the key.
    var description: String { "form of \(byteCount) bytes" }
    /// A mirror without children.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension FormBoundary {
    /// Whether any part of the form that is in memory holds the boundary.
    fileprivate func occurs(in message: OutgoingMessage, key: APISecretKey) -> Bool {
        if occurs(in: message.message) || occurs(in: message.user) || occurs(in: message.sender) { return true }
        if let gifURL = message.gifURL, occurs(in: gifURL) { return true }
        if let upload = message.upload {
            if occurs(in: upload.fileName) { return true }
            if case .bytes(let bytes) = upload.content, occurs(in: bytes.span) { return true }
        }
        return occurs(in: key.bytes.span)
    }

    private func occurs(in text: String) -> Bool { occurs(in: text.utf8.span) }
}
