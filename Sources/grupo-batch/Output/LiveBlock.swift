/// A few lines at the bottom of a terminal that are drawn again and again.
///
/// The cursor rests at the block's first character. Wherever the terminal moves it when its size changes, everything of the
/// block is behind it, so that erasing to the end of the screen leaves nothing over.
struct LiveBlock {
    /// The lines that should be seen; each must fit the terminal's width.
    var wanted: [String] = []
    private var drawn: [String] = []

    /// Whether the terminal shows something of it.
    var isOnScreen: Bool { !drawn.isEmpty }

    /// Whether the terminal shows something else than is wanted.
    var isStale: Bool { drawn != wanted }

    /// What erases the block.
    ///
    /// Not from the very first column on: at the top of the screen tmux takes that for the erasure of all and keeps what
    /// stood there in its history.
    mutating func erase() -> String {
        defer { drawn = [] }
        return isOnScreen ? "\r\u{1B}[K\u{1B}[C\u{1B}[J\r" : ""
    }

    /// What draws the wanted lines over those that stand there, line by line, which does not flicker.
    ///
    /// The terminal may have become narrower a moment ago; without its wrapping, no line takes a second row even then.
    mutating func draw() -> String {
        guard let last = wanted.last else { return erase() }
        drawn = wanted
        var text = "\u{1B}[?7l\r"
        for line in wanted.dropLast() { text += line + "\u{1B}[K\n" }
        text += last + "\u{1B}[J\r\u{1B}[?7h"
        if wanted.count > 1 { text += "\u{1B}[\(wanted.count - 1)A" }
        return text
    }
}
