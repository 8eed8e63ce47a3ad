/// A message the sandbox accepted, as it arrived.
package struct ReceivedMessage: Sendable, Hashable, Encodable {
    /// Its number among the accepted messages, from 1.
    package var number: Int
    /// When it was accepted, in milliseconds since 1970 (UTC).
    package var receivedAtMilliseconds: Int64
    /// The recipient.
    package var user: String
    /// The sender.
    package var sender: String
    /// The text.
    package var message: String
    /// The GIF's address; nil when the field was absent or empty.
    package var gifURL: String?
    /// The uploaded file; nil when there was none.
    package var attachment: ReceivedAttachment?
    /// The names of the form's parts in the order they arrived.
    package var partNames: [String]

    private enum CodingKeys: String, CodingKey {
        case number
        case receivedAtMilliseconds = "received_at_ms"
        case user, sender, message
        case gifURL = "gif_url"
        case attachment
        case partNames = "parts"
    }
}

/// A file the sandbox was sent.
package struct ReceivedAttachment: Sendable, Hashable, Encodable {
    /// The name the form gave it, escapes undone.
    package var fileName: String
    /// The type the form gave it, or nil.
    package var contentType: String?
    /// Every byte of it.
    package var content: [UInt8]

    private enum CodingKeys: String, CodingKey {
        case fileName = "file_name"
        case contentType = "content_type"
        case byteCount = "byte_count"
    }

    /// Writes name, type and size, not the content.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(fileName, forKey: .fileName)
        try container.encodeIfPresent(contentType, forKey: .contentType)
        try container.encode(content.count, forKey: .byteCount)
    }
}
