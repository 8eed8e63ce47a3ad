/// A value as a parameter of a statement, in PostgreSQL's text form.
protocol SQLParameter {
    /// The text; nil for NULL.
    var sqlText: String? { get }
    /// The text as an element of an array.
    var elementText: String { get }
}

extension SQLParameter {
    var elementText: String { sqlText ?? "NULL" }
}

extension Int: SQLParameter {
    var sqlText: String? { "\(self)" }
}

extension Int64: SQLParameter {
    var sqlText: String? { "\(self)" }
}

extension Bool: SQLParameter {
    var sqlText: String? { self ? "true" : "false" }
}

extension String: SQLParameter {
    /// PostgreSQL takes no NUL: it is replaced.
    var sqlText: String? { utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self }

    var elementText: String {
        let escaped = (sqlText ?? "").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

extension Optional: SQLParameter where Wrapped: SQLParameter {
    var sqlText: String? { self?.sqlText }
    var elementText: String { self?.elementText ?? "NULL" }
}

extension Array: SQLParameter where Element: SQLParameter {
    var sqlText: String? { "{\(map(\.elementText).joined(separator: ","))}" }
}
