import BatchModel
import Text

/// What a value is that is no text, or not all of one.
extension JSONObjectReader {
    /// Numbers, `true` and `false` are texts for templates, but no user, sender or message.
    func takePlainValue(from start: Int, _ column: Int, _ page: inout RecordPage) -> Bool {
        let first = page.bytes[start]
        let isNumber = first != UInt8(ascii: "t") && first != UInt8(ascii: "f")
        if first != UInt8(ascii: "n") {
            if columns.fields[column] == nil || (columns.fields[column] == .id && isNumber) {
                page.endCell(column: column)
                return true
            }
            add(
                .notText, column, "The value of \"\(columns.names[column])\" is not a text.", "Put it in quotes.",
                &page)
        }
        page.bytes.removeSubrange(start...)
        return first != UInt8(ascii: "n")
    }

    /// Half a character is no text, wherever in the row it stands; the rest of the file is read on.
    func takeLoneSurrogate(_ input: inout JSONInput, _ column: Int?, _ page: inout RecordPage) {
        input.hasLoneSurrogate = false
        let holder = column.map { "\"\(columns.names[$0])\"" } ?? "The element"
        add(
            .loneSurrogate, column, "\(holder) holds half a character (a lone surrogate such as \\ud800).",
            "Write the character whole, or remove its half.", &page)
    }

    func add(
        _ code: ManifestCode, _ column: Int?, _ problem: String, _ remedy: String, _ page: inout RecordPage
    ) {
        page.issues.append(
            RecordPage.Issue(row: page.rows.count, code: code, column: column, problem: problem, remedy: remedy))
    }
}
