/// One look through a JSON array for the arrays of rows that its elements hold.
struct JSONTableSearch {
    private static let tableLimit = 1_000
    private static let depthLimit = 4
    private static let marks: Set<String> = ["header", "database", "table", "raw"]

    private var input: JSONInput
    private let isUser: (String) -> Bool
    private(set) var tables: [JSONTables.Table] = []
    /// Whether the elements say of themselves that they are tables, or what comes before one.
    private(set) var isExport = false
    /// Whether the first element names a user, and so is a row.
    private(set) var hasUserElement = false

    /// - Parameter users: whether a key names users.
    init(_ source: TextSource, users: @escaping (String) -> Bool) {
        input = JSONInput(source)
        isUser = users
    }

    /// Looks through all elements, or at the first alone where that shows that they are rows. Throws what is wrong with the text.
    mutating func run() throws {
        guard try input.skip(UInt8(ascii: "[")), try input.skipBlanks() == UInt8(ascii: "{") else { return }
        var element = 0
        repeat {
            if try input.skip(UInt8(ascii: "{")) { try readElement(element) } else { try input.skipValue() }
            if element == 0, hasUserElement || !isExport && tables.isEmpty { return }
            element += 1
        } while try input.skip(UInt8(ascii: ","))
    }

    private mutating func readElement(_ element: Int) throws {
        if try input.skip(UInt8(ascii: "}")) { return }
        var (name, database): (String?, String?)
        let first = tables.count
        defer {
            if isExport {
                for table in first..<tables.count { (tables[table].name, tables[table].database) = (name, database) }
            }
        }
        repeat {
            let key = try input.readKey()
            // A table has a name; a row that says of what type it is has a user.
            if element == 0, isUser(key), !isExport || key != "name" {
                hasUserElement = true
                return
            }
            guard try input.skipBlanks() == UInt8(ascii: "\"") else {
                try collect(element, [key])
                continue
            }
            var text: [UInt8] = []
            try input.readString(into: &text)
            switch key {
            case "type":
                isExport = isExport || element == 0 && Self.marks.contains(String(decoding: text, as: UTF8.self))
            case "name": name = String(decoding: text, as: UTF8.self)
            case "database": database = String(decoding: text, as: UTF8.self)
            default: break
            }
        } while try input.skip(UInt8(ascii: ","))
        try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
    }

    /// Uses a whole value and notes the arrays of objects in it.
    private mutating func collect(_ element: Int, _ path: [String]) throws {
        switch try input.skipBlanks() {
        case UInt8(ascii: "[") where tables.count < Self.tableLimit:
            input.advance()
            let first = try input.skipBlanks()
            guard first == UInt8(ascii: "{") || first == UInt8(ascii: "]") else { return try input.skipElements() }
            var table = JSONTables.Table(
                element: element, path: path.joined(separator: "."), isEmpty: first == UInt8(ascii: "]"))
            if !table.isEmpty { table.namesUsers = try readsUser() }
            tables.append(table)
            while try input.skip(UInt8(ascii: ",")) { try input.skipValue() }
            try input.expect(UInt8(ascii: "]"), "A comma or a closing bracket")
        case UInt8(ascii: "{") where path.count < Self.depthLimit:
            input.advance()
            if try input.skip(UInt8(ascii: "}")) { return }
            repeat {
                let key = try input.readKey()
                try collect(element, path + [key])
            } while try input.skip(UInt8(ascii: ","))
            try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        default: try input.skipValue()
        }
    }

    /// Uses an object; whether one of its keys names users.
    private mutating func readsUser() throws -> Bool {
        input.advance()
        if try input.skip(UInt8(ascii: "}")) { return false }
        var isFound = false
        repeat {
            isFound = try isUser(input.readKey()) || isFound
            try input.skipValue()
        } while try input.skip(UInt8(ascii: ","))
        try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        return isFound
    }
}
