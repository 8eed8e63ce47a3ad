import Text

/// A manifest as somebody, or something, may have written it: from a seed, with every kind of row that is wrong.
package struct RandomManifest {
    /// The ending of the file's name.
    package private(set) var ending = "csv"
    /// The file's bytes in UTF-8; the test brings them into `encoding`.
    package private(set) var text = ""
    /// The name of the encoding, as iconv has it.
    package private(set) var encoding = "UTF-8"
    /// Whether the file begins with a byte-order mark.
    package private(set) var hasMark = false
    /// The delimiter to be named by an option; nil where the file shows it.
    package private(set) var namedDelimiter: UInt8?
    /// Whether the encoding must be named by an option.
    package var needsEncoding: Bool { encoding != "UTF-8" && !hasMark }

    private var random: SeededGenerator

    /// Files that attachments' paths name, below the manifest's folder.
    package static let files = ["a.txt", "files/b.txt", "files/ann.txt"]

    private static let fields = [
        ["user", "User", "recipient", "E-Mail", "to"], ["sender", "from"], ["message", "Text"],
        ["file_attachments", "file"], ["gif_url", "gif"], ["id"],
    ]
    private static let free = [
        "outcome", "error_key", "First Name", "first_name", "price", "grupo-batch", "a,b;c", "note\"s", "x|y", "Größe",
    ]
    private static let users = ["ann", "bob", "Ann", "cy@example.org", "dan", "+49 151", "zoë", " eve", "", "f\tg"]
    private static let words = [
        "Hello", "Hi, you", "a;b|c", "\"quoted\"", "two\nlines", "two\r\nlines", "=1+1", "é", "Größe", "{{first_name}}",
        "{{user}}", "{{outcome|none}}", "{{error_key}}", "\t", "", " ", "x\\y", "5,50 €", "a/b", "'",
        "\u{201C}so\u{201D}",
        "same", "same", "NULL", "user", "0",
    ]
    private static let wide = ["🙂", "привет", "e\u{301}", "\u{200D}", "\u{FEFF}x", "日本"]
    private static let paths = [
        "", "", "a.txt", "files/b.txt", "missing.txt", "{{first_name}}/b.txt", "files/{{user}}.txt", "/etc/none",
        "../a.txt", "./a.txt", "files\\b.txt", " a.txt",
    ]

    /// The manifest of a seed.
    package init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        ending = random.pick(["csv", "csv", "csv", "tsv", "json", "json", "jsonl", "jsonl"])
        encoding = random.pick(["UTF-8", "UTF-8", "UTF-8", "WINDOWS-1252", "UTF-16LE", "UTF-16BE"])
        hasMark = encoding.hasPrefix("UTF-16") || encoding == "UTF-8" && random.once(in: 5)
        switch ending {
        case "json": text = document()
        case "jsonl": text = lines()
        default: text = table()
        }
    }

    private mutating func rowCount() -> Int { Int.random(in: 1...12, using: &random) }

    // MARK: Values

    private mutating func value(of field: Int?) -> String {
        switch field {
        case 0: return random.pick(Self.users)
        case 1: return random.pick(["office", "office", "", "böard"])
        case 3: return random.pick(Self.paths)
        case 4: return random.pick(["", "", "https://tenor.com/view/x", "http://example.org/x.gif"])
        case 5: return random.pick(["", "7", "A-1"])
        default: return message()
        }
    }

    private mutating func message() -> String {
        let words = encoding.hasPrefix("UTF") ? Self.words + Self.wide : Self.words
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(words) }.joined(separator: " ")
    }

    /// Columns in any order: most fields by one of their names, and some that are free.
    private mutating func columns() -> [(name: String, field: Int?)] {
        var columns: [(name: String, field: Int?)] = []
        for (field, names) in Self.fields.enumerated() where field < 3 || !random.once(in: 2) {
            if field != 1 || !random.once(in: 4) { columns.append((random.pick(names), field)) }
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) { columns.append((random.pick(Self.free), nil)) }
        columns.shuffle(using: &random)
        return columns
    }

    // MARK: Tables

    private mutating func table() -> String {
        let delimiter = ending == "tsv" ? "\t" : random.pick([",", ",", ";", "\t", "|", "^"])
        if delimiter == "^" { namedDelimiter = UInt8(ascii: "^") }
        let lineEnd = random.pick(["\n", "\r\n", "\r"])
        var columns = columns()
        if encoding != "UTF-8", !hasMark { columns.removeAll { $0.name == "note\"s" } }
        var lines = [columns.map(\.name)]
        for _ in 0..<rowCount() {
            if random.once(in: 12), let earlier = lines.last {
                lines.append(earlier)
            } else {
                lines.append(row(columns))
            }
        }
        let promise = ending == "csv" && delimiter != "^" && random.once(in: 6) ? "sep=\(delimiter)\r\n" : ""
        return promise + lines.map { line(of: $0, delimiter) + lineEnd }.joined()
    }

    private mutating func row(_ columns: [(name: String, field: Int?)]) -> [String] {
        var cells = columns.map { value(of: $0.field) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: cells.removeLast(min(cells.count, Int.random(in: 1...3, using: &random)))
        case 1: cells += (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(["", "extra", "a,b"]) }
        default: break
        }
        return cells
    }

    private mutating func line(of cells: [String], _ delimiter: String) -> String {
        cells.map { cell in
            let mustQuote = cell.unicodeScalars.contains { "\"\r\n,;|^\t".unicodeScalars.contains($0) }
            guard mustQuote || random.once(in: 8) else { return cell }
            return "\"" + cell.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: delimiter)
    }

    // MARK: JSON

    private mutating func document() -> String {
        let elements = (0..<rowCount()).map { _ in element() }
        let array = "[" + blank(true) + elements.joined(separator: "," + blank(true)) + blank(true) + "]"
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "{\"messages\":\(array)}\n"
        case 1:
            let defaults = random.pick([
                #"{"sender":"office","file":"a.txt"}"#, #"{ "message" : "Hi {{first_name|you}}", "outcome":"mine" }"#,
                #"{"from":"o","text":"caf\u00e9 \"x\"","file":null}"#, "{}",
            ])
            return "{\"defaults\":\(blank(true))\(defaults),\"messages\":\(array)}"
        default: return array
        }
    }

    private mutating func lines() -> String {
        (0..<rowCount()).map { _ in
            var line = element(isLine: true)
            if random.once(in: 8) { line.removeLast(Int.random(in: 1...max(1, line.count - 1), using: &random)) }
            if random.once(in: 15) { line += random.pick([" x", "}", ",", " {}"]) }
            return line + random.pick(["\n", "\n", " \r\n", "\n\n"])
        }.joined()
    }

    private mutating func element(isLine: Bool = false) -> String {
        if random.once(in: 12) {
            return random.pick(["7", "\"ann\"", "true", "[1, {\"a\":\"}\"}]", "{\"a\":[]}", "-1.5e3"])
        }
        let columns = columns()
        let members = columns.map { column in
            let value = jsonValue(of: column.field)
            return quoted(column.name) + blank(!isLine) + ":" + blank(!isLine) + value
        }
        return "{" + blank(!isLine) + members.joined(separator: "," + blank(!isLine)) + blank(!isLine) + "}"
    }

    private mutating func jsonValue(of field: Int?) -> String {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return random.pick(["12345678901234567890", "1e400", "-0", "true", "false"])
        case 1: return random.pick(["[\"a\", \"b\"]", "{\"x\": {\"y\": \"]\"}}", "[]"])
        case 2: return "null"
        case 3: return random.pick(["\"\\ud800\"", "\"x\\udc00 y\"", "\"\\ud83d\\ude42\""])
        default: return quoted(value(of: field))
        }
    }

    /// A text as one of the ways to write it.
    private mutating func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "/" where random.once(in: 2): quoted += "\\/"
            case _ where scalar.value < 0x20 || scalar.value < 0x10000 && random.once(in: 20):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private mutating func blank(_ mayBreak: Bool) -> String {
        random.pick(mayBreak ? ["", "", " ", "\n", "\r\n  ", "\t"] : ["", "", "", " ", "\t"])
    }
}
