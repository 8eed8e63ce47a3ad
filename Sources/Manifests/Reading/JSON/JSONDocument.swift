import Text

/// Finds the array of rows in a JSON document and reads what stands around it, as strictly as the rows.
///
/// Without a path a document is an array, or an object with `defaults` and `messages` and nothing else. With a path it is an
/// object, whatever else it holds: the path's keys, joined by dots, lead to the array. An array whose elements hold the rows is
/// read by what was found in it before.
struct JSONDocument {
    private static let own = ["messages"]

    private let path: [String]
    private let isOwn: Bool
    private let tables: JSONTables?
    private let givenPath: String?
    private let keyLimit: Int
    /// How many parts of the path each object around the rows has used up before it.
    private var levels: [Int] = []
    private var shape = JSONShape()
    /// The text of the document's `defaults`.
    private(set) var defaults: [UInt8]?
    /// Whether the rows stand below `messages`, in an object of our own form.
    private(set) var isOwnForm = false
    /// Whether a path was given and the rows stand in no object.
    private(set) var hasIdlePath = false

    /// Reads documents whose rows stand below a path; nil: our own form. `keyLimit` is the most bytes a key may have, `tables`
    /// what the elements of the document hold if they are no rows.
    init(path: String?, keyLimit: Int, tables: JSONTables? = nil) {
        (givenPath, self.tables) = (path, tables)
        let path = tables?.only(path)?.path ?? path
        isOwn = path == nil
        self.path = path.map { $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init) } ?? Self.own
        self.keyLimit = keyLimit
    }

    /// Reads up to the first row; what is to be said of all rows goes to `objects`.
    mutating func readHead(_ input: inout JSONInput, _ objects: inout JSONObjectReader) throws {
        switch try input.skipBlanks() {
        case UInt8(ascii: "["):
            input.advance()
            if let tables { return try enterElement(&input, &objects, tables) }
            hasIdlePath = !isOwn
        case UInt8(ascii: "{"):
            input.advance()
            isOwnForm = path == Self.own
            try enterObject(&input, &objects, used: 0)
        case nil:
            throw JSONFault("The file holds no JSON.", "Write an array with an object for every message.")
        case let first:
            try skipOther(&input, first)
        }
    }

    /// A text, a number or a word alone is JSON, but anything else is none.
    private func skipOther(_ input: inout JSONInput, _ first: UInt8?) throws {
        let noJSON = JSONFault(
            "The file is neither an array nor an object.",
            "Write an array with an object for every message; if it is a table, add \(option: .inputFormat) csv.")
        if first == UInt8(ascii: "/") || first == UInt8(ascii: "#") {
            throw JSONFault(
                "The file begins with a comment, and JSON has none.", "Remove what stands before the first [ or {.")
        }
        do { try input.skipValue() } catch let fault as JSONFault {
            if fault == .cut { throw fault }
            throw try input.isScript() ? Self.script : noJSON
        }
        guard try input.skipBlanks() == nil else { throw try input.isScript() ? Self.script : noJSON }
        throw JSONFault.shape(
            "The file is \(JSONShape.kind(first)), not an array of objects.",
            "Write an array with an object for every message.")
    }

    private static let script = JSONFault(
        "The file is a script with JSON in it.", "Remove what stands before the first [ or {.")

    // MARK: Objects around the rows

    /// Reads up to the rows in one of the document's elements.
    private mutating func enterElement(
        _ input: inout JSONInput, _ objects: inout JSONObjectReader, _ tables: JSONTables
    ) throws {
        guard givenPath != nil, let table = tables.only(givenPath) else {
            // What breaks off is said first.
            try input.skipElements()
            throw tables.fault(givenPath)
        }
        for _ in 0..<table.element {
            try input.skipValue()
            try input.expect(UInt8(ascii: ","), "A comma or a closing bracket")
        }
        try input.expect(UInt8(ascii: "{"), "The opening brace")
        try enterObject(&input, &objects, used: 0)
    }

    /// Reads the members of an object up to the rows; `used` parts of the path led to it.
    private mutating func enterObject(
        _ input: inout JSONInput, _ objects: inout JSONObjectReader, used: Int
    ) throws {
        levels.append(used)
        if try !input.skip(UInt8(ascii: "}")) {
            repeat {
                let key = try readKey(&input)
                if used == 0 { shape.note(key: key) }
                if let used = matched(key, used), !isOwn || shape.keys.allSatisfy(Self.isKnown) {
                    return try follow(&input, &objects, key, used: used)
                }
                if used == 0, key == "defaults", path == Self.own, !isOwn || shape.keys.allSatisfy(Self.isKnown) {
                    try readDefaults(&input, &objects)
                } else {
                    try shape.skipValue(&input, at: Array(path[..<used]) + [key])
                }
            } while try input.skip(UInt8(ascii: ","))
            try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        }
        throw try missing(&input, used)
    }

    private static func isKnown(_ key: String) -> Bool { key == "messages" || key == "defaults" }

    /// What is wrong with a document that ended without rows.
    private mutating func missing(_ input: inout JSONInput, _ used: Int) throws -> JSONFault {
        if isOwn {
            if try input.skipBlanks() == UInt8(ascii: "{") {
                return JSONFault(
                    "One object follows another; together they are no JSON.",
                    "If every line is an object, name the file .jsonl, or add \(option: .inputFormat) jsonl.")
            }
            return shape.fault()
        }
        return shape.fault("The file has no key \"\(path.joined(separator: "."))\".")
    }

    /// How many parts of the path are used up with a key; nil when it does not lead to the rows. A key may hold dots.
    private func matched(_ key: String, _ used: Int) -> Int? {
        (used + 1...path.count).first { path[used..<$0].joined(separator: ".") == key }
    }

    private mutating func follow(
        _ input: inout JSONInput, _ objects: inout JSONObjectReader, _ key: String, used: Int
    ) throws {
        let first = try input.skipBlanks()
        if first == UInt8(ascii: "["), used == path.count { return input.advance() }
        if first == UInt8(ascii: "{"), used < path.count {
            input.advance()
            return try enterObject(&input, &objects, used: used)
        }
        if first == nil { throw JSONFault.cut }
        try shape.skipValue(&input, at: Array(path[..<used]))
        throw shape.fault(
            "The key \"\(path[..<used].joined(separator: "."))\" holds \(JSONShape.kind(first)), not an "
                + (used == path.count ? "array." : "object."))
    }

    private mutating func readDefaults(_ input: inout JSONInput, _ objects: inout JSONObjectReader) throws {
        if defaults != nil { throw JSONFault.shape("\"defaults\" appears twice.", "Keep one of them.") }
        _ = try input.skipBlanks()
        input.byteLimit = input.usedByteCount + keyLimit
        input.beginText()
        try objects.readDefaults(&input)
        defaults = input.endText()
        input.byteLimit = .max
    }

    private func readKey(_ input: inout JSONInput) throws -> String {
        input.byteLimit = input.usedByteCount + keyLimit
        let key = try input.readKey()
        input.byteLimit = .max
        return key
    }

    // MARK: Behind the rows

    /// Reads what stands behind the array of rows, to the end of the file.
    mutating func readTail(_ input: inout JSONInput) throws {
        while let used = levels.popLast() {
            while try input.skip(UInt8(ascii: ",")) {
                try refuse(try readKey(&input), used)
                try input.skipValue()
            }
            try input.expect(UInt8(ascii: "}"), "The closing brace")
        }
        if tables != nil {
            while try input.skip(UInt8(ascii: ",")) { try input.skipValue() }
            try input.expect(UInt8(ascii: "]"), "A comma or a closing bracket")
        }
        input.byteLimit = .max
        if try input.skipBlanks() != nil { throw JSONFault("Text follows the end of the JSON.", "Remove it.") }
    }

    /// Refuses a key behind the rows that would change what they mean.
    private func refuse(_ key: String, _ used: Int) throws {
        if matched(key, used) != nil { throw JSONFault.shape("The key \"\(key)\" appears twice.", "Keep one of them.") }
        if key == "defaults", used == 0, path == Self.own {
            throw JSONFault.shape(
                "\"defaults\" stands behind \"messages\", where it comes too late.",
                "Put \"defaults\" before \"messages\".")
        }
        guard isOwn else { return }
        throw JSONFault.shape(
            "The file is an object with the key \"\(key)\" beside \"messages\".",
            "Remove it, or add \(option: .jsonPath) messages to leave it unread.")
    }
}
