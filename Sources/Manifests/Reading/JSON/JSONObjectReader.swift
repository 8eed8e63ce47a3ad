import BatchModel
import Text

/// Reads one JSON object as a row.
struct JSONObjectReader {
    struct TooManyColumns: Error {}

    /// The keys met so far.
    private(set) var columns: ColumnTable
    /// What the user chose within objects.
    private let nested: NestedKeys
    /// The texts within the first object under each key.
    private(set) var inner = InnerKeys()
    private var keys: [[UInt8]] = []
    /// The element each column, and each field, was last met in.
    private var elementOfColumn: [Int] = []
    private var elementOfField: PerField<Int> = .init(repeating: 0)
    /// The element each column, and each field, last had a value other than `null` in.
    private var valueOfColumn: [Int] = []
    private var valueOfField: PerField<Int> = .init(repeating: 0)
    /// The columns of the last object in its order: the next one probably has the same.
    private var expected: [Int] = []
    private var defaults: [(column: Int, value: [UInt8])] = []
    private var key: [UInt8] = []
    private var added = AddedMembers()
    /// Whether the last value had no content of its own, so that it is no row.
    private(set) var isEmpty = false

    init(columns: ColumnTable, nested: NestedKeys = NestedKeys([:])) { (self.columns, self.nested) = (columns, nested) }

    /// Appends the cells of the next value; what is wrong with it beyond its syntax becomes an issue of the row.
    mutating func read(_ input: inout JSONInput, into page: inout RecordPage, element: Int) throws {
        input.hasLoneSurrogate = false
        isEmpty = false
        guard try input.skipBlanks() == UInt8(ascii: "{") else {
            let isNull = try input.peek() == UInt8(ascii: "n")
            try input.skipValue()
            isEmpty = isNull
            if isNull { return }
            return add(.notAnObject, nil, "The element is not an object.", "Write it in braces, with keys.", &page)
        }
        input.advance()
        if try !input.skip(UInt8(ascii: "}")) {
            var place = 0
            added.begin(at: input.usedByteCount)
            repeat {
                try readKey(&input)
                if try added.take(key, &input, &page) { continue }
                try takeBack(&input, &place, element, &page)
                let column = try column(at: place)
                place += 1
                noteKey(column, element, &page)
                try take(&input, column, element, &page)
            } while try input.skip(UInt8(ascii: ","))
            try takeBack(&input, &place, element, &page)
            if input.hasLoneSurrogate { takeLoneSurrogate(&input, nil, &page) }
            try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        }
        isEmpty = page.hasEmptyOpenRow && !defaultsNameUser
        for (column, value) in defaults where !hasValue(column, element) {
            page.bytes += value
            page.endCell(column: column)
        }
    }

    /// Whether an object without content is a message all the same.
    private var defaultsNameUser: Bool { defaults.contains { columns.fields[$0.column] == .user } }

    /// Reads the document's `defaults`.
    mutating func readDefaults(_ input: inout JSONInput) throws {
        var page = RecordPage()
        let remedy = "Write it in braces, with keys."
        guard try input.skipBlanks() == UInt8(ascii: "{") else {
            throw JSONFault.shape("\"defaults\" is not an object.", remedy)
        }
        // Elements count from 1, so that keys met here are not met again there.
        try read(&input, into: &page, element: -1)
        if let issue = page.issues.first(where: { !$0.isSpare(columns) }) {
            throw JSONFault.shape("In \"defaults\": \(issue.problem)", issue.remedy)
        }
        defaults = page.cells.indices.map {
            (Int(page.cells[$0].column), Array(page.bytes[page.byteRange(ofCell: $0)]))
        }
    }

    /// Takes the members that were read as ours, and are not.
    private mutating func takeBack(
        _ input: inout JSONInput, _ place: inout Int, _ element: Int, _ page: inout RecordPage
    ) throws {
        let members = added.handBack()
        if members.isEmpty { return }
        let (next, isHalf) = (key, input.hasLoneSurrogate)
        defer { (key, input.hasLoneSurrogate) = (next, isHalf) }
        for member in members {
            key = member.key
            let column = try column(at: place)
            place += 1
            noteKey(column, element, &page)
            if take(member.value, column, &page) { noteValue(column, element) }
            if member.holdsHalf { takeLoneSurrogate(&input, column, &page) }
        }
    }

    private mutating func readKey(_ input: inout JSONInput) throws {
        key.removeAll(keepingCapacity: true)
        if try input.skipBlanks() == UInt8(ascii: "}") {
            throw JSONFault("A comma stands behind the last key of an object.", "Remove the comma.")
        }
        try input.readString(into: &key)
        try input.expect(UInt8(ascii: ":"), "The colon behind a key")
    }

    private mutating func column(at place: Int) throws -> Int {
        if place < expected.count, keys[expected[place]] == key { return expected[place] }
        let column = try column()
        expected.removeSubrange(min(place, expected.count)...)
        expected.append(column)
        return column
    }

    private mutating func column() throws -> Int {
        let name = String(decoding: key, as: UTF8.self)
        if let known = columns.column(named: name) { return known }
        if columns.count == ColumnTable.limit { throw TooManyColumns() }
        columns.append(name)
        keys.append(key)
        elementOfColumn.append(0)
        valueOfColumn.append(0)
        return columns.count - 1
    }

    private mutating func noteKey(_ column: Int, _ element: Int, _ page: inout RecordPage) {
        let field = columns.fields[column]
        if elementOfColumn[column] == element || field.map({ elementOfField[$0.index] == element }) == true {
            addDuplicateKey(column, element, &page)
        }
        elementOfColumn[column] = element
        if let field { elementOfField[field.index] = element }
    }

    private func addDuplicateKey(_ column: Int, _ element: Int, _ page: inout RecordPage) {
        let name = columns.names[column]
        guard elementOfColumn[column] != element, let field = columns.fields[column] else {
            return add(.duplicateKey, column, "The key \"\(name)\" appears twice.", "Keep one of them.", &page)
        }
        let others = columns.names.indices.filter {
            $0 != column && elementOfColumn[$0] == element && columns.fields[$0] == field
        }
        let names = others.map { columns.names[$0] } + [name]
        add(
            .duplicateKey, column,
            "The keys \(ColumnCheck.list(names)) \(names.count == 2 ? "both" : "all") stand for \(field.name).",
            "Keep one of them, or choose one with \(ColumnCheck.choices(names, field)).", &page)
    }

    private mutating func noteValue(_ column: Int, _ element: Int) {
        valueOfColumn[column] = element
        if let field = columns.fields[column] { valueOfField[field.index] = element }
    }

    private func hasValue(_ column: Int, _ element: Int) -> Bool {
        if let field = columns.fields[column] { return valueOfField[field.index] == element }
        return valueOfColumn[column] == element
    }

    /// Reads the value of a key.
    private mutating func take(_ input: inout JSONInput, _ column: Int, _ element: Int, _ page: inout RecordPage) throws
    {
        if try readValue(&input, column, element, &page) { noteValue(column, element) }
        if input.hasLoneSurrogate { takeLoneSurrogate(&input, column, &page) }
    }

    /// Reads a value; false when it is `null`, which is as good as no key.
    private mutating func readValue(
        _ input: inout JSONInput, _ column: Int, _ element: Int, _ page: inout RecordPage
    ) throws -> Bool {
        switch try input.skipBlanks() {
        case UInt8(ascii: "\""):
            try input.readString(into: &page.bytes)
            page.endCell(column: column)
            return true
        case UInt8(ascii: "{"):
            try readObject(&input, columns.names[column], element, &page)
            return take(.nested, column, &page)
        case UInt8(ascii: "["):
            try input.skipValue()
            return take(.nested, column, &page)
        default:
            let start = page.bytes.count
            try input.readPlainValue(into: &page.bytes)
            return takePlainValue(from: start, column, &page)
        }
    }

    /// Uses an object under a key, whose members that the user chose are columns of their own.
    private mutating func readObject(
        _ input: inout JSONInput, _ name: String, _ element: Int, _ page: inout RecordPage
    ) throws {
        let isNew = inner.isNew(name)
        guard isNew || nested.lead(into: name) else { return try input.skipValue() }
        input.advance()
        if try input.skip(UInt8(ascii: "}")) { return }
        repeat {
            try readKey(&input)
            let way = "\(name).\(String(decoding: key, as: UTF8.self))"
            if nested.end(at: way) {
                key = Array(way.utf8)
                let column = try column()
                noteKey(column, element, &page)
                try take(&input, column, element, &page)
            } else if try input.skipBlanks() == UInt8(ascii: "{"), nested.lead(into: way) {
                try readObject(&input, way, element, &page)
            } else {
                if isNew, try input.peek() == UInt8(ascii: "\"") { inner.add(key, to: name) }
                try input.skipValue()
            }
        } while try input.skip(UInt8(ascii: ","))
        try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
    }

    /// Takes a value that was read before; false when it is `null`.
    private func take(_ value: AddedMembers.Value, _ column: Int, _ page: inout RecordPage) -> Bool {
        switch value {
        case .text(let text):
            page.bytes += text
            page.endCell(column: column)
        case .plain(let text):
            let start = page.bytes.count
            page.bytes += text
            return takePlainValue(from: start, column, &page)
        case .nested:
            let (name, field) = (columns.names[column], columns.fields[column])
            let choice = field == .id ? ", or leave the id out with \(option: .map) id=" : ""
            add(
                .nestedValue, column, "The value of \"\(name)\" is an object or an array.",
                field.flatMap { inner.advice(name, $0) } ?? "Write it as a text in quotes\(choice).", &page)
        }
        return true
    }
}
