import BatchEngine
import BatchModel

/// What is worth knowing before a message leaves, for people.
struct NoticeText {
    private let style: Style

    init(_ style: Style) { self.style = style }

    /// A notice in one line.
    func line(_ notice: RunNotice) -> String {
        "\(style.yellow("Warning:")) \(DisplayText.oneLine(notice.problem, limit: 1_000))"
    }

    /// Prints notices on standard error.
    func show(_ notices: [RunNotice]) { for notice in notices { Console.err(line(notice)) } }
}
