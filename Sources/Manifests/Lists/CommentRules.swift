/// Tells lines of nothing but `#` that people draw above and below a comment from those that a spreadsheet writes into a column
/// too narrow for its names.
struct CommentRules {
    /// A spreadsheet draws at least so many.
    private static let least = 3

    /// The line of such a row of signs beside which no comment was met so far.
    private(set) var stray: Int?
    private var isBehindComment = false

    /// Whether a line is nothing but such signs.
    static func isRule(_ line: Substring.UnicodeScalarView) -> Bool {
        line.allSatisfy { $0 == "#" } && line.count >= least
    }

    /// Takes the next line that is not blank; the line of the row of signs that turned out to belong to no comment.
    ///
    /// `isComment` is false of an error value, which begins with `#` too.
    mutating func take(_ line: Substring.UnicodeScalarView, isComment: Bool, line number: Int) -> Int? {
        if Self.isRule(line) {
            if !isBehindComment, stray == nil { stray = number }
            return nil
        }
        isBehindComment = line.first == "#" && isComment
        if isBehindComment {
            stray = nil
            return nil
        }
        return stray
    }
}
