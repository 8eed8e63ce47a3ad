import BatchModel
import Manifests
import Reporting

/// What suppression lists come to, in lines for people and as JSON.
enum ExclusionText {
    /// What all lists come to, then what is worth a word about single ones; no line without lists.
    static func lines(_ exclusion: Exclusion, label: String) -> [String] {
        guard !exclusion.lists.isEmpty else { return [] }
        let indent = String(repeating: " ", count: label.count)
        var lines = [label + exclusion.text]
        for list in exclusion.lists {
            if exclusion.lists.count > 1 { lines.append("\(indent)\(shown(list.name)): \(list.text)") }
            lines += list.notes.map { indent + shown($0) }
        }
        return lines
    }

    private static func shown(_ text: String) -> String { DisplayText.oneLine(text, limit: 1_000) }

    /// What lists come to, as a member of a result.
    struct Fields: Encodable {
        struct List: Encodable {
            var list: String
            var kind: String
            var names: Int
            var unmatchedNames: Int
            /// Nil without any.
            var commentLines: Int?
            /// Nil without any.
            var hiddenSheets: [String]?
        }

        var rows: Int
        var names: Int
        var unmatchedNames: Int
        var lists: [List]

        /// Nil without lists.
        init?(_ exclusion: Exclusion) {
            guard !exclusion.lists.isEmpty else { return nil }
            (rows, names, unmatchedNames) = (exclusion.rows, exclusion.names, exclusion.unmatched)
            lists = exclusion.lists.map {
                List(
                    list: $0.name, kind: "\($0.kind)", names: $0.names, unmatchedNames: $0.unmatched,
                    commentLines: $0.comments > 0 ? $0.comments : nil,
                    hiddenSheets: $0.hiddenSheets.isEmpty ? nil : $0.hiddenSheets)
            }
        }
    }
}
