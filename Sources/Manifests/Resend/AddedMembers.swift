import BatchModel

/// Tells the members that we put in front of an object to be sent again from the user's.
///
/// Ours are the row's number, wherever it stands, and those of our names before it, when nothing else stands there. Only the
/// number tells: without it, an object that begins with `outcome` is the user's.
struct AddedMembers {
    /// The value of a member.
    enum Value {
        case text([UInt8])
        /// A number, `true`, `false` or `null`.
        case plain([UInt8])
        case nested
    }

    /// A member whose owner is not known yet.
    struct Member {
        var key: [UInt8]
        var value: Value
        /// Whether its key or its value holds half a character.
        var holdsHalf: Bool
    }

    private static let ordinal = Array(AddedColumns.ordinal.utf8)
    private static let others = AddedColumns.names.dropLast().map { Array($0.utf8) }

    private var held: [Member] = []
    private var isAtStart = true
    private var start = 0

    /// Begins an object whose first member starts at a byte of the input.
    mutating func begin(at byte: Int) {
        held.removeAll(keepingCapacity: true)
        isAtStart = true
        start = byte
    }

    /// Reads the value of a member that is, or may be, ours; false for one that is the user's.
    mutating func take(_ key: [UInt8], _ input: inout JSONInput, _ page: inout RecordPage) throws -> Bool {
        if key.count == Self.ordinal.count, key == Self.ordinal {
            let stated = try Self.readOrdinal(&input)
            page.stated[page.rows.count] = page.stated[page.rows.count] == nil ? stated : .malformed("stated twice")
            // What we added must not make a row too large.
            if isAtStart { input.byteLimit += min(input.usedByteCount - start, AddedColumns.byteLimit) }
            isAtStart = false
            held.removeAll()
            return true
        }
        guard isAtStart, Self.others.contains(key) else { return false }
        let value = try Self.readValue(&input)
        held.append(Member(key: key, value: value, holdsHalf: input.hasLoneSurrogate))
        input.hasLoneSurrogate = false
        return true
    }

    /// The members that are the user's after all; each is handed back once.
    mutating func handBack() -> [Member] {
        isAtStart = false
        if held.isEmpty { return [] }
        defer { held.removeAll() }
        return held
    }

    /// Which members of an object are ours, by the same rule.
    static func indices(in keys: [[UInt8]]) -> [Int] {
        guard let first = keys.firstIndex(of: ordinal) else { return [] }
        let before = keys[..<first].allSatisfy(others.contains) ? Array(0..<first) : []
        return before + keys.indices.filter { keys[$0] == ordinal }
    }

    private static func readOrdinal(_ input: inout JSONInput) throws -> StatedOrdinal {
        switch try readValue(&input) {
        case .text(let text): StatedOrdinal(text)
        case .plain(let text): text.elementsEqual("null".utf8) ? .unstated : StatedOrdinal(text)
        case .nested: .malformed("[]")
        }
    }

    private static func readValue(_ input: inout JSONInput) throws -> Value {
        var text: [UInt8] = []
        switch try input.skipBlanks() {
        case UInt8(ascii: "\""):
            try input.readString(into: &text)
            return .text(text)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try input.skipValue()
            return .nested
        default:
            try input.readPlainValue(into: &text)
            return .plain(text)
        }
    }
}
