import Glibc

/// An open file and what it must hold; closes the file when the last reference goes.
///
/// It is read at explicit offsets, so one file may serve several attempts.
public final class UploadFile: Sendable {
    /// The descriptor of a regular file that is open for reading.
    public let descriptor: Int32
    /// How many bytes will be sent.
    public let byteCount: Int64
    /// The SHA-256 that those bytes must have, thirty-two bytes.
    public let digest: [UInt8]
    /// Who closes the descriptor; nil: this object does.
    private let owner: (any Sendable)?

    /// Takes over an open descriptor.
    ///
    /// Nothing is read yet. If the file turns out to hold other bytes, more or fewer, the form's key is withheld and
    /// the attempt ends as `client.attachment_changed`.
    public init(descriptor: Int32, byteCount: Int64, digest: [UInt8]) {
        self.descriptor = descriptor
        self.byteCount = byteCount
        self.digest = digest
        owner = nil
    }

    /// Uses a descriptor that `owner` keeps open and closes when it goes.
    public init(descriptor: Int32, ownedBy owner: any Sendable, byteCount: Int64, digest: [UInt8]) {
        self.descriptor = descriptor
        self.byteCount = byteCount
        self.digest = digest
        self.owner = owner
    }

    deinit {
        if owner == nil { close(descriptor) }
    }
}
