/// One message as the API takes it.
public struct OutgoingMessage: Sendable {
    /// The recipient: a user name or an e-mail address.
    public var user: String
    /// The sender: a user name or an e-mail address.
    public var sender: String
    /// The text.
    public var message: String
    /// The address of a GIF on tenor.com, gfycat.com or giphy.com; not checked here.
    public var gifURL: String?
    /// The file that goes with it.
    public var upload: Upload?
    /// Names the message in an ``UnaskedReply``; never sent.
    public var tag: UInt64?
    /// Asked immediately before the last part of the form, the key, is handed to the connection: `false` keeps it back, and the
    /// message is proved not sent. Called on the client's own thread, which all exchanges share: it must not wait.
    public var mayLeave: (@Sendable () -> Bool)?

    /// Puts a message together.
    public init(
        user: String, sender: String, message: String, gifURL: String? = nil, upload: Upload? = nil,
        tag: UInt64? = nil
    ) {
        self.user = user
        self.sender = sender
        self.message = message
        self.gifURL = gifURL
        self.upload = upload
        self.tag = tag
    }
}

/// A file that goes with a message.
public struct Upload: Sendable {
    /// Where the file's bytes are.
    public enum Content: Sendable {
        /// In memory; many messages may share them.
        case bytes([UInt8])
        /// In an open file, which is read while it is sent.
        case file(UploadFile)

        /// How many bytes there are.
        var byteCount: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .file(let file): file.byteCount
            }
        }
    }

    /// The name the recipient sees; quotes and line breaks in it are escaped on the way.
    public var fileName: String
    /// The file's bytes.
    public var content: Content

    /// Describes an upload.
    public init(fileName: String, content: Content) {
        self.fileName = fileName
        self.content = content
    }
}
