/// Lines for a COPY in its text form: https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.2
struct CopyLines {
    private(set) var text = ""
    private var isAtStart = true

    /// Adds the first columns of a line, which need no escaping.
    mutating func add(_ numbers: [Int64?]) {
        for number in numbers {
            separate()
            if let number { text += "\(number)" } else { text += "\\N" }
        }
    }

    /// Adds the last columns, and ends the line.
    mutating func end(with texts: [String?]) {
        for value in texts {
            separate()
            append(value)
        }
        text += "\n"
        isAtStart = true
    }

    private mutating func separate() {
        if !isAtStart { text += "\t" }
        isAtStart = false
    }

    private mutating func append(_ value: String?) {
        guard let value = value?.sqlText else { return text += "\\N" }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
