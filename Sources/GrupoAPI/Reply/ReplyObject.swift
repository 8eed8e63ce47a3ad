import Text

/// The three members of a reply that the API defines.
struct ReplyObject: Hashable {
    /// A member's value.
    enum Member: Hashable {
        /// There is no such member, or it is null.
        case missing
        case bool(Bool)
        case string(String)
        /// Any other value, as JSON without white space.
        case other(String)
    }

    /// The names of the members.
    static let names: Set<String> = ["success", "error_key", "error_message"]

    /// The verdict.
    var success: Member = .missing
    /// The site's name for the error.
    var errorKey: Member = .missing
    /// The site's words for the error.
    var errorMessage: Member = .missing

    /// Keeps a member that the API defines, given its JSON.
    mutating func take(_ name: String, _ json: ArraySlice<UInt8>) {
        let member = Member(json)
        switch name {
        case "success": success = member
        case "error_key": errorKey = member
        default: errorMessage = member
        }
    }
}

extension ReplyObject.Member {
    /// Reads a value from its valid JSON.
    init(_ json: ArraySlice<UInt8>) {
        switch json.first {
        case UInt8(ascii: "t"): self = .bool(true)
        case UInt8(ascii: "f"): self = .bool(false)
        case UInt8(ascii: "n"): self = .missing
        case UInt8(ascii: "\""):
            var scanner = JSONScanner(json)
            self = .string(scanner.string() ?? "")
        default: self = .other(Self.compact(json))
        }
    }

    /// The value as text of at most 2,048 bytes; nil for no value and for an empty string.
    var text: String? {
        switch self {
        case .missing: nil
        case .bool(let value): value ? "true" : "false"
        case .string(let text): text.isEmpty ? nil : text.prefix(utf8Count: 2_048)
        case .other(let json): json.prefix(utf8Count: 2_048)
        }
    }

    private static func compact(_ json: ArraySlice<UInt8>) -> String {
        var kept: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in json {
            if !isInString, byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
            kept.append(byte)
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            isEscaped = isInString && byte == UInt8(ascii: "\\") && !isEscaped
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
