import Foundation

/// Colours for a terminal, nothing for a file.
struct Style {
    /// When to colour.
    enum Choice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    private let isColoured: Bool

    /// Decides for one stream: `--color` first, then `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb`, then whether it is a terminal.
    init(_ choice: Choice, isTerminal: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        switch choice {
        case .always: isColoured = true
        case .never: isColoured = false
        case .auto:
            if environment["NO_COLOR"]?.isEmpty == false {
                isColoured = false
            } else if environment["FORCE_COLOR"]?.isEmpty == false {
                isColoured = true
            } else {
                isColoured = isTerminal && environment["TERM"] != "dumb"
            }
        }
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
