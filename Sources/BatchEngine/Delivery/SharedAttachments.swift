import BatchModel
import Digests
import Files
import Synchronization

/// The bytes of files that go with many messages: read once, compared with their digest once, shared by all forms.
///
/// A file that is asked for the first time is not kept, because it may go with one message only; nor is one for which there
/// is no room. Those are read while they are sent.
final class SharedAttachments: Sendable {
    /// The most bytes that are kept: sixteen files of the most the site takes.
    static let capacity: Int64 = 33_554_432
    /// How many other uses a file must have been left out of before it makes room: more than messages are under way, so that
    /// what is let go is hardly held by a form any more.
    static let rest = 1_024
    fileprivate static let mostSeen = 4_096

    fileprivate struct Kept {
        var bytes: [UInt8]
        var lastUse: Int
    }

    /// By digest: two paths may lead to the same bytes.
    fileprivate struct State {
        var seen: Set<[UInt8]> = []
        var kept: [[UInt8]: Kept] = [:]
        var byteCount: Int64 = 0
        var useCount = 0
    }

    private let state = Mutex(State())

    /// The bytes of a file that was opened for a message; nil if it is to be read while it is sent, which also finds out what is
    /// wrong with it.
    func bytes(of attachment: Attachment, in file: FileDescriptor) -> [UInt8]? {
        let (known, isWanted) = state.withLock { $0.use(attachment) }
        if let known { return known }
        guard isWanted, let bytes = Self.read(attachment, file) else { return nil }
        state.withLock { $0.keep(bytes, of: attachment) }
        return bytes
    }

    private static func read(_ attachment: Attachment, _ file: FileDescriptor) -> [UInt8]? {
        // One more than there should be, to notice a file that grew.
        var bytes = [UInt8](repeating: 0, count: Int(attachment.byteCount) + 1)
        var end = 0
        while end < bytes.count, let count = try? file.read(into: &bytes, from: end, at: Int64(end)), count > 0 {
            end += count
        }
        guard end == attachment.byteCount else { return nil }
        bytes.removeLast()
        let hasher = SHA256Hasher()
        hasher.update(bytes.span)
        return hasher.finish().bytes == attachment.digest ? bytes : nil
    }
}

extension SharedAttachments.State {
    /// Takes note of a use: the bytes if they are kept, else whether they should be.
    fileprivate mutating func use(_ attachment: Attachment) -> (known: [UInt8]?, isWanted: Bool) {
        useCount += 1
        if let index = kept.index(forKey: attachment.digest) {
            kept.values[index].lastUse = useCount
            return (kept.values[index].bytes, false)
        }
        guard seen.contains(attachment.digest) else {
            if seen.count >= SharedAttachments.mostSeen { seen.removeAll() }
            seen.insert(attachment.digest)
            return (nil, false)
        }
        return (nil, makeRoom(for: attachment.byteCount))
    }

    fileprivate mutating func keep(_ bytes: [UInt8], of attachment: Attachment) {
        // Another message may have been quicker.
        guard kept[attachment.digest] == nil, makeRoom(for: attachment.byteCount) else { return }
        kept[attachment.digest] = .init(bytes: bytes, lastUse: useCount)
        byteCount += attachment.byteCount
    }

    private mutating func makeRoom(for count: Int64) -> Bool {
        guard count <= SharedAttachments.capacity else { return false }
        while byteCount + count > SharedAttachments.capacity {
            guard let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse }),
                oldest.value.lastUse + SharedAttachments.rest < useCount
            else { return false }
            kept[oldest.key] = nil
            byteCount -= Int64(oldest.value.bytes.count)
        }
        return true
    }
}
