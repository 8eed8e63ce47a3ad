/// A row that passed every check, ready to be sent.
public struct PlannedMessage: Sendable, Hashable {
    /// The recipient: a user name or an e-mail address.
    public var user: String
    /// The sender: a user name or an e-mail address.
    public var sender: String
    /// The text, exactly as it will be sent.
    public var message: String
    /// The file to upload.
    public var attachment: Attachment?
    /// The GIF's address.
    public var gifURL: String?

    /// Puts a message together.
    public init(user: String, sender: String, message: String, attachment: Attachment? = nil, gifURL: String? = nil) {
        self.user = user
        self.sender = sender
        self.message = message
        self.attachment = attachment
        self.gifURL = gifURL
    }
}

/// A file as it was when the manifest was checked.
public struct Attachment: Sendable, Hashable {
    /// Its absolute path, links resolved.
    public var path: String
    /// The name the recipient sees: the last part of the path as the manifest wrote it.
    public var fileName: String
    /// Its size in bytes.
    public var byteCount: Int64
    /// SHA-256 of its content, thirty-two bytes.
    public var digest: [UInt8]

    /// Describes an inspected file.
    public init(path: String, fileName: String, byteCount: Int64, digest: [UInt8]) {
        self.path = path
        self.fileName = fileName
        self.byteCount = byteCount
        self.digest = digest
    }
}
