import BatchModel
import Digests

/// Computes what tells rows apart, from the row a checker has just accepted.
struct RowIdentity {
    private var keys: KeyBuilder
    private var recipients = RecipientDigest()
    private var compared: [UInt8] = []

    init(_ scope: IdentityScope) { keys = KeyBuilder(scope) }

    /// Fast hashes for finding repeated users, however they are spelt, and repeated rows within one file.
    mutating func hashes(_ checker: borrowing RowChecker, _ page: RecordPage) -> (recipient: UInt64, content: UInt64) {
        let user = page.bytes.span.extracting(checker.range(of: .user))
        let recipient: UInt64
        var content: UInt64
        if ComparedName.isCompared(user) {
            recipient = FastHash.combine(1, user)
            // ASCII, which is as identity sees it.
            content = recipient
        } else {
            compared.removeAll(keepingCapacity: true)
            ComparedName.append(user, to: &compared)
            recipient = FastHash.combine(1, compared.span)
            content = Self.named(user) { FastHash.combine(1, $0) }
        }
        content = checker.read(checker.sender, .sender, page) { sender in
            Self.named(sender) { FastHash.combine(content, $0) }
        }
        content = checker.read(checker.message, .message, page) { message in
            Self.lined(message) { FastHash.combine(content, $0) }
        }
        content = checker.read(checker.gifURL, .gifURL, page) { FastHash.combine(content, $0) }
        if let digest = checker.attachment?.attachment.digest { content = FastHash.combine(content, digest.span) }
        return (recipient, content)
    }

    /// The row's identity.
    mutating func key(_ checker: borrowing RowChecker, _ page: RecordPage) -> MessageKey {
        keys.begin()
        Self.named(page.bytes.span.extracting(checker.range(of: .user))) { keys.add($0) }
        checker.read(checker.sender, .sender, page) { sender in Self.named(sender) { keys.add($0) } }
        checker.read(checker.message, .message, page) { message in Self.lined(message) { keys.add($0) } }
        return finishKey(checker, page)
    }

    private mutating func finishKey(_ checker: borrowing RowChecker, _ page: RecordPage) -> MessageKey {
        let digest = checker.attachment?.attachment.digest ?? []
        keys.addOptional(digest.span, isPresent: !digest.isEmpty)
        checker.read(checker.gifURL, .gifURL, page) { keys.addOptional($0, isPresent: !$0.isEmpty) }
        return keys.finish()
    }

    /// A digest of the user alone, the same in every file, site and batch, however the name is spelt.
    mutating func recipient(_ checker: borrowing RowChecker, _ page: RecordPage) -> UInt64 {
        recipients.of(page.bytes.span.extracting(checker.range(of: .user)))
    }

    /// What the row may be called in a ledger of the earlier rule; nil when it has no other name there.
    mutating func earlier(
        _ checker: borrowing RowChecker, _ page: RecordPage, now: (key: MessageKey, recipient: UInt64)
    )
        -> EarlierSpellings?
    {
        let user = page.bytes.span.extracting(checker.range(of: .user))
        let users = Self.spellings(ofName: user)
        let senders = checker.read(checker.sender, .sender, page) { Self.spellings(ofName: $0) }
        let messages = checker.read(checker.message, .message, page) { Self.spellings(ofMessage: $0) }
        var found = EarlierSpellings()
        if users.count * senders.count * messages.count > 1 {
            for user in users {
                for sender in senders {
                    for message in messages {
                        keys.begin()
                        for part in [user, sender, message] { keys.add(part.span) }
                        let key = finishKey(checker, page)
                        if key != now.key { found.keys.append(key) }
                    }
                }
            }
        }
        for user in users {
            let digest = recipients.ofBytes(user.span)
            if digest != now.recipient { found.recipients.append(digest) }
        }
        return found.isEmpty ? nil : found
    }

    /// The name as written, and where they differ composed and decomposed.
    private static func spellings(ofName name: Span<UInt8>) -> [[UInt8]] {
        let written = Array(copying: name)
        return IdentityText.isASCII(name)
            ? [written] : distinct([written, IdentityText.composed(name), IdentityText.decomposed(name)])
    }

    /// The message as written, and where it has lines with each of the three line ends.
    private static func spellings(ofMessage message: Span<UInt8>) -> [[UInt8]] {
        let written = Array(copying: message)
        guard IdentityText.holdsLineEnd(message) else { return [written] }
        return distinct([written] + [[10], [13, 10], [13]].map { IdentityText.lines(message, endingIn: $0) })
    }

    private static func distinct(_ texts: [[UInt8]]) -> [[UInt8]] {
        texts.enumerated().filter { index, text in !texts[..<index].contains(text) }.map(\.element)
    }

    /// Hands on a name as identity sees it.
    private static func named<Result>(_ name: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
        if IdentityText.isASCII(name) { return body(name) }
        return body(IdentityText.composed(name).span)
    }

    /// Hands on a message as identity sees it.
    private static func lined<Result>(_ message: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
        if !IdentityText.holdsReturn(message) { return body(message) }
        return body(IdentityText.lines(message).span)
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
