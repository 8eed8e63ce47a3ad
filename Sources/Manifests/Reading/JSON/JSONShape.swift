import BatchModel
import Text

/// What a JSON document looks like that is no manifest as it stands: its keys, and where in it rows may be.
struct JSONShape {
    /// Rows deeper than this many keys are not looked for.
    private static let depthLimit = 4
    private static let candidateLimit = 20

    /// The keys of the document itself.
    private(set) var keys: [String] = []
    /// The paths of arrays of objects.
    private(set) var rows: [String] = []
    /// The paths of arrays of texts.
    private(set) var texts: [String] = []
    /// The paths of empty arrays.
    private(set) var empty: [String] = []

    /// The document's members that are objects, by the keys of each of the first of them.
    private var objects: [(key: String, keys: [String])] = []

    /// Notes a key of the document.
    mutating func note(key: String) { keys.append(key) }

    /// Uses a whole value and notes the arrays in it.
    mutating func skipValue(_ input: inout JSONInput, at path: [String]) throws {
        switch try input.skipBlanks() {
        case UInt8(ascii: "[") where path.count <= Self.depthLimit:
            input.advance()
            let first = try input.skipBlanks()
            if first == UInt8(ascii: "{") { Self.add(path, to: &rows) }
            if first == UInt8(ascii: "\"") { Self.add(path, to: &texts) }
            if first == UInt8(ascii: "]") { Self.add(path, to: &empty) }
            try input.skipElements()
        case UInt8(ascii: "{") where path.count < Self.depthLimit:
            input.advance()
            if try input.skip(UInt8(ascii: "}")) { return }
            let isMember = path.count == 1 && objects.count < Self.candidateLimit
            if isMember { objects.append((path[0], [])) }
            let place = objects.count - 1
            repeat {
                let key = try input.readKey()
                if isMember, objects[place].keys.count < Self.candidateLimit { objects[place].keys.append(key) }
                try skipValue(&input, at: path + [key])
            } while try input.skip(UInt8(ascii: ","))
            try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        default: try input.skipValue()
        }
    }

    private static func add(_ path: [String], to paths: inout [String]) {
        if paths.count < candidateLimit { paths.append(path.joined(separator: ".")) }
    }

    /// Says where the rows are, for a document that was read to its end without finding them.
    ///
    /// `problem` is said first when it is given; else it is said which keys the document has.
    func fault(_ problem: String? = nil) -> JSONFault {
        let found = rows.isEmpty ? empty : rows
        let opening = "The file is an object with \(Self.named(keys))"
        guard let first = found.first else {
            if let told = told(problem ?? opening + " and without rows.") { return told }
            let isRow = keys.contains { ManifestField(header: $0) == .user }
            return .shape(
                problem
                    ?? (isRow ? "The file is one object, not an array of objects." : opening + " and without rows."),
                isRow
                    ? "Put it into an array: [{...}]. If every line is an object, name the file .jsonl."
                    : "Write an array with an object for every message; if every line is an object, name the file .jsonl."
            )
        }
        let places = found.count == 1 ? "its rows stand in \"\(first)\"." : "rows stand in \(ColumnCheck.list(found))."
        return .shape(
            problem.map { "\($0) \(places.prefix(1).uppercased())\(places.dropFirst())" } ?? "\(opening); \(places)",
            found.count == 1
                ? "Add \(option: .jsonPath) \(Self.argument(first))."
                : "Say which are meant, as in \(option: .jsonPath) \(Self.argument(first)).")
    }

    /// What is said of a document without rows whose keys tell what it is.
    private func told(_ problem: String) -> JSONFault? {
        if texts.contains(where: { ManifestField(header: $0) == .user }) {
            return .shape(
                "The file holds its columns as arrays: \(ColumnCheck.list(texts)).",
                "Write an array with an object for every message.")
        }
        if let orient {
            return .shape(
                "The file holds a table \(orient), as pandas writes one.",
                "Write it as a list of objects, with df.to_json(\"list.json\", orient=\"records\"), or as CSV with df.to_csv(...)."
            )
        }
        guard keys.contains(where: { ["error", "errors"].contains($0.lowercased()) }) else { return nil }
        return .shape(problem, "It looks like the answer of a service that refused: export the list anew.")
    }

    /// How a table is turned that has no objects for its rows; nil where it is none.
    private var orient: String? {
        if Set(["columns", "data"]).isSubset(of: keys), rows.isEmpty { return "in parts: columns, index and data" }
        guard let first = objects.first, objects.count == min(keys.count, Self.candidateLimit),
            objects.allSatisfy({ $0.keys == first.keys })
        else { return nil }
        func areColumns(_ names: [String]) -> Bool { names.contains { ListColumns.isUser($0) } }
        if areColumns(keys) { return "column by column" }
        return areColumns(first.keys) ? "with the rows' numbers as keys" : nil
    }

    private static func named(_ keys: [String]) -> String {
        keys.isEmpty ? "nothing in it" : (keys.count == 1 ? "the key " : "the keys ") + ColumnCheck.list(keys)
    }

    /// A path as a shell takes it.
    static func argument(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte >= 0x80
        }
        return isPlain && !path.hasPrefix("-") ? path : "'\(path.replacing("'", with: "'\\''"))'"
    }

    /// How a value that begins with this byte is called.
    static func kind(_ first: UInt8?) -> String {
        switch first {
        case UInt8(ascii: "{"): "an object"
        case UInt8(ascii: "["): "an array"
        case UInt8(ascii: "\""): "a text"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
        case UInt8(ascii: "n"): "null"
        default: "a number"
        }
    }
}
