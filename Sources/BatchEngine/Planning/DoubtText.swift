import BatchModel
import Manifests
import Text

/// Says which lines of suppression lists look like more than a name.
struct DoubtText {
    private static let shownCount = 3
    private static let textLimit = 60

    private let doubts: [Exclusion.Doubt]

    /// Nil without any.
    init?(_ doubts: [Exclusion.Doubt]) {
        if doubts.isEmpty { return nil }
        self.doubts = doubts
    }

    /// What is asked about: lines of which no row shows whom they mean.
    var question: String {
        let subject =
            doubts.count == 1
            ? "A line given with \(option: .exclude) is no user of your list, and looks like more than a name"
            : "\(Numbers.grouped(doubts.count)) lines given with \(option: .exclude) are no users of your list, and look like more than names"
        // Whom a line may be about is what matters most.
        let ordered = doubts.filter { $0.user != nil } + doubts.filter { $0.user == nil }
        return "\(subject): \(Self.listed(ordered) { Self.line($0) + Self.perhaps($0) })."
    }

    /// What is refused: lines about somebody who would be written to.
    var refusal: String {
        let subject =
            doubts.count == 1 ? "A line given with \(option: .exclude) is" : "Lines given with \(option: .exclude) are"
        return """
            \(subject) about people of your list and \(doubts.count == 1 ? "is not their name" : "are not their names"), so \
            they would be written to: \(Self.listed(doubts) { Self.line($0) + Self.person($0) }).
            """
    }

    /// What to do about them.
    var remedy: String {
        if doubts.allSatisfy(\.isDecorated) {
            let names = doubts.prefix(Self.shownCount).compactMap(\.user).map { "“\(Self.shown($0))”" }
            return """
                Write the name alone, as your list does: \(names.joined(separator: ", ")). If somebody else is \
                called so, leave the line out: nobody of your list is.
                """
        }
        if doubts.allSatisfy(\.isPattern) { return "Name each person; a list has no patterns and no domains." }
        return doubts.contains { $0.place?.hasPrefix("line") ?? true }
            ? "Write one name a line and nothing else; if these are names as they stand, write \"user\" on a line above all names."
            : "Let each row name one user, as your list writes it."
    }

    private static func listed(_ doubts: [Exclusion.Doubt], _ text: (Exclusion.Doubt) -> String) -> String {
        let more = doubts.count - shownCount
        return doubts.prefix(shownCount).map(text).joined(separator: ", ")
            + (more > 0 ? ", and \(Numbers.grouped(more)) more" : "")
    }

    private static func line(_ doubt: Exclusion.Doubt) -> String {
        let place = doubt.place.map { "\($0) of " } ?? ""
        let kind = doubt.isPattern && doubt.place != nil ? " (a pattern)" : ""
        return "\(place)\(doubt.list) “\(shown(doubt.text))”\(kind)"
    }

    private static func person(_ doubt: Exclusion.Doubt) -> String {
        guard let user = doubt.user else { return "" }
        return " for “\(shown(user))”" + (doubt.row.map { " (row \($0))" } ?? "")
    }

    private static func perhaps(_ doubt: Exclusion.Doubt) -> String {
        doubt.user == nil ? "" : " (perhaps" + person(doubt) + ", who would be written to)"
    }

    private static func shown(_ text: String) -> String { DisplayText.oneLine(text, limit: textLimit) }
}
