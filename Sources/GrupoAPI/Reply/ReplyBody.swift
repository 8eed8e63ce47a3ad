/// What a reply's body says, read strictly: a reply that could be taken two ways is no verdict.
enum ReplyBody: Hashable {
    /// Exactly one JSON object; `afterText` when a PHP warning stands before it.
    case object(ReplyObject, afterText: Bool)
    /// One JSON object that names `success`, `error_key` or `error_message` twice.
    case repeatedMember
    /// Anything else.
    case notJSON

    /// Reads a complete body.
    ///
    /// Byte-order marks and white space may surround the object, and PHP's own warnings may stand before it. Such text
    /// holds no brace, so the object begins at the body's first brace and must end with the body.
    init(_ body: [UInt8]) {
        self = .notJSON
        guard let start = body.firstIndex(of: UInt8(ascii: "{")) else { return }
        let prefix = Self.withoutMarks(body[..<start])
        guard prefix.isEmpty || Self.isWarning(prefix) else { return }
        guard String(validating: body[start...], as: UTF8.self) != nil else { return }

        var scanner = JSONScanner(body[start...])
        var object = ReplyObject()
        var names: Set<String> = []
        var isRepeated = false
        let isObject = scanner.object { name, value in
            guard ReplyObject.names.contains(name) else { return true }
            if !names.insert(name).inserted { isRepeated = true }
            object.take(name, value)
            return true
        }
        guard isObject, scanner.isAtEnd() else { return }
        self = isRepeated ? .repeatedMember : .object(object, afterText: !prefix.isEmpty)
    }

    private static func withoutMarks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var left = bytes
        while let first = left.first {
            if first == 0x20 || (0x09...0x0D).contains(first) {
                left = left.dropFirst()
            } else if left.starts(with: [0xEF, 0xBB, 0xBF]) {
                left = left.dropFirst(3)
            } else {
                break
            }
        }
        return left
    }

    /// Whether text is what PHP prints for a warning: `Warning: … in FILE on line N`, in HTML or plain.
    private static func isWarning(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.contains(UInt8(ascii: "}")) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        let hasFatalError = ["Fatal error", "Parse error", "Uncaught"].contains { text.contains($0) }
        guard !hasFatalError, text.contains(" on line ") else { return false }
        return ["Warning", "Notice", "Deprecated"].contains { kind in
            text.contains(kind + ":") || text.contains(kind + "</b>:")
        }
    }
}
