import BatchModel

/// Faults of the user's input as lines for people; text from the file is made safe.
enum LocationText {
    /// `recipients.csv, row 14 (line 17), column "gif_url": problem. Remedy.`
    static func line(_ diagnostic: Diagnostic) -> String {
        "\(place(diagnostic.location)): \(sentences(diagnostic))"
    }

    /// What is wrong and what to do.
    static func sentences(_ diagnostic: Diagnostic) -> String {
        let problem = DisplayText.revealed(diagnostic.problem, limit: 400)
        let remedy = DisplayText.revealed(diagnostic.remedy, limit: 400)
        return "\(sentence(problem)) \(sentence(remedy))"
    }

    static func place(_ location: SourceLocation, withFile: Bool = true) -> String {
        var parts: [String] = []
        if withFile { parts.append(DisplayText.oneLine(location.file)) }
        if let row = location.row {
            parts.append("row \(row)" + (location.line.map { $0 == row ? "" : " (line \($0))" } ?? ""))
        } else if let line = location.line {
            parts.append("line \(line)")
        }
        if let column = location.column { parts.append("column “\(DisplayText.revealed(column, limit: 60))”") }
        return parts.joined(separator: ", ")
    }

    private static func sentence(_ text: String) -> String {
        guard let first = text.first, let last = text.last else { return text }
        return first.uppercased() + text.dropFirst() + (".!?…".contains(last) ? "" : ".")
    }
}
