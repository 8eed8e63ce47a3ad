/// A line made of parts, of which the last ones are left out where there is no room for all.
struct StyledLine {
    /// One part; what is not in colour is plain.
    struct Part {
        var text: String
        var paint: (Style) -> (String) -> String = { _ in { $0 } }
    }

    private static let gap = 2
    private var parts: [Part] = []

    /// Adds a part.
    mutating func add(_ text: String, _ paint: @escaping (Style) -> (String) -> String = { _ in { $0 } }) {
        if !text.isEmpty { parts.append(Part(text: text, paint: paint)) }
    }

    /// Whether there is nothing to show.
    var isEmpty: Bool { parts.isEmpty }

    /// The columns all parts take.
    var columns: Int { parts.reduce(-Self.gap) { $0 + Self.gap + DisplayWidth.columns($1.text) } }

    /// The line in at most `width` columns; the first part is cut if need be, the others are shown whole or not at all.
    func text(_ style: Style, width: Int) -> String {
        var shown = ""
        var used = 0
        for (index, part) in parts.enumerated() {
            let gap = index == 0 ? 0 : Self.gap
            let text = index == 0 ? DisplayWidth.cut(part.text, to: width) : part.text
            guard used + gap + DisplayWidth.columns(text) <= width else { break }
            used += gap + DisplayWidth.columns(text)
            shown += String(repeating: " ", count: gap) + part.paint(style)(text)
        }
        return shown
    }
}
