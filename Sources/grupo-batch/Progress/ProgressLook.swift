/// How progress is painted: colours, and the bar's characters.
struct ProgressLook {
    private static let shortestBar = 8
    private static let longestBar = 32

    let style: Style
    /// The bar's characters for what is done and for what is left.
    let bar: (done: Character, left: Character)

    /// Lines where the terminal shows them as one column each, ASCII elsewhere.
    init(style: Style, environment: [String: String]) {
        self.style = style
        bar = Self.hasLines(environment) ? ("━", "─") : ("#", "-")
    }

    /// The bar in front of a line, as long as there is room for it.
    func line(_ share: Double, _ rest: StyledLine, width: Int) -> String {
        let room = min(Self.longestBar, width - rest.columns - 2)
        guard room >= Self.shortestBar else { return rest.text(style, width: width) }
        let done = min(room, Int(Double(room) * max(0, share)))
        let filled = String(repeating: bar.done, count: done)
        let open = String(repeating: bar.left, count: room - done)
        return style.green(filled) + style.dim(open) + "  " + rest.text(style, width: width - room - 2)
    }

    /// Whether the locale has the characters; East Asian ones may show them two columns wide.
    private static func hasLines(_ environment: [String: String]) -> Bool {
        let set = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let isUTF8 = set.uppercased().contains("UTF-8") || set.uppercased().contains("UTF8")
        return isUTF8 && !["zh", "ja", "ko"].contains(String(set.prefix(2)))
    }
}
