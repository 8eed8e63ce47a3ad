import BatchEngine
import BatchModel
import Reporting
import Text

/// Why a run that tried nothing had nothing to try. Says that all were sent only when all that were meant are.
struct NothingToSend {
    let summary: RunSummary
    let selection: RowSelection

    /// One line.
    var text: String {
        let selected = summary.selected
        if selected.total == 0 { return "Nothing to send: \(options) \(verb) no row of this file." }
        if selected[.sent] == selected.total { return "Nothing to send: \(allSent)" }
        if selected.total == summary.tally.total, let when, selected[.sent] > 0 {
            return "Nothing to send: \(Numbers.grouped(selected[.sent])) \(were(selected[.sent])) sent on \(when)"
                + "; not sent: \(reasons(selected))."
        }
        return "Nothing to send: of \(rows(selected.total)), \(reasons(selected, withSent: true))."
    }

    private var allSent: String {
        let count = summary.selected.total
        let isPart = count < summary.tally.total
        let all = count > 1 ? "all \(isPart ? rows(count) : Numbers.grouped(count))" : isPart ? rows(1) : "1"
        guard let when else { return "\(all) \(were(count)) sent." }
        let others = summary.tally.total - count
        return isPart
            ? "\(all) \(were(count)) sent on \(when) or before; \(Numbers.count(others, "other row")) \(others == 1 ? "is" : "are") not selected."
            : "\(all) \(were(count)) sent on \(when); \(anew)"
    }

    /// How to send the whole file once more: a list that names people now would leave them out then.
    private var anew: String {
        let (left, count) = (summary.exclusion.rows, summary.selected.total)
        if left == 0 { return "`--batch NAME` sends them anew." }
        if left >= count { return "--exclude leaves \(count == 1 ? "it" : "all of them") out by now." }
        return "by now --exclude leaves \(Numbers.grouped(left)) of them out, and `--batch NAME` sends the others anew."
    }

    /// What the rows are that are not sent, as many as there are.
    private func reasons(_ tally: BatchTally, withSent: Bool = false) -> String {
        let words: [(Outcome, String)] = [
            (.sent, withSent ? "sent before" : ""), (.excluded, "excluded"), (.invalid, "invalid"),
            (.unknown, "unknown, for resolve to say"), (.rejected, "rejected"), (.notSent, "not sent"),
            (.pending, "pending"),
        ]
        return words.filter { tally[$0.0] > 0 && !$0.1.isEmpty }
            .map { "\(Numbers.grouped(tally[$0.0])) \($0.1)" }.joined(separator: ", ")
    }

    private var when: String? {
        summary.completedEarlierAtMilliseconds.map {
            Timestamp.iso8601($0).prefix(16).replacing("T", with: " ") + " UTC"
        }
    }

    private func were(_ count: Int) -> String { count == 1 ? "was" : "were" }

    private func rows(_ count: Int) -> String {
        let isPart = count < summary.tally.total
        return isPart ? Numbers.count(count, "selected row") : Numbers.count(count, "row")
    }

    /// The options that select.
    private var options: String {
        let given = [selection.rows.map { "--rows \($0.rowsText)" }, selection.limit.map { "--limit \($0)" }]
        return given.compactMap(\.self).joined(separator: " and ")
    }

    private var verb: String { selection.rows != nil && selection.limit != nil ? "select" : "selects" }
}
