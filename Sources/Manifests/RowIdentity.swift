import BatchModel
import Digests

/// Computes what tells rows apart, from the row a checker has just accepted.
struct RowIdentity {
    private var keys: KeyBuilder
    private var recipients = KeyBuilder(tag: "grupo-batch recipient 1")

    init(_ scope: IdentityScope) { keys = KeyBuilder(scope) }

    /// Fast hashes for finding repeated users and repeated rows within one file.
    func hashes(_ checker: RowChecker, _ page: RecordPage) -> (recipient: UInt64, content: UInt64) {
        let bytes = page.bytes.span
        let recipient = FastHash.combine(1, bytes.extracting(checker.range(of: .user)))
        var content = checker.read(checker.sender, .sender, page) { FastHash.combine(recipient, $0) }
        content = checker.read(checker.message, .message, page) { FastHash.combine(content, $0) }
        content = checker.read(checker.gifURL, .gifURL, page) { FastHash.combine(content, $0) }
        if let digest = checker.attachment?.attachment.digest { content = FastHash.combine(content, digest.span) }
        return (recipient, content)
    }

    /// The row's identity.
    mutating func key(_ checker: RowChecker, _ page: RecordPage) -> MessageKey {
        keys.begin()
        keys.add(page.bytes.span.extracting(checker.range(of: .user)))
        checker.read(checker.sender, .sender, page) { keys.add($0) }
        checker.read(checker.message, .message, page) { keys.add($0) }
        let digest = checker.attachment?.attachment.digest ?? []
        keys.addOptional(digest.span, isPresent: !digest.isEmpty)
        checker.read(checker.gifURL, .gifURL, page) { keys.addOptional($0, isPresent: !$0.isEmpty) }
        return keys.finish()
    }

    /// A digest of the user alone, the same in every file, site and batch.
    mutating func recipient(_ checker: RowChecker, _ page: RecordPage) -> UInt64 {
        recipients.begin()
        recipients.add(page.bytes.span.extracting(checker.range(of: .user)))
        return recipients.finish().high
    }
}

extension RowChecker {
    /// The row as it will be sent.
    func plannedMessage(_ page: RecordPage) -> PlannedMessage {
        let gif = read(gifURL, .gifURL, page) { String(copying: $0) }
        return PlannedMessage(
            user: String(decoding: page.bytes[range(of: .user)], as: UTF8.self),
            sender: read(sender, .sender, page) { String(copying: $0) },
            message: read(message, .message, page) { String(copying: $0) },
            attachment: attachment?.attachment, gifURL: gif.isEmpty ? nil : gif)
    }
}
