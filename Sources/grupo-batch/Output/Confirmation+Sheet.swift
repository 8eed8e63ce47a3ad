import BatchEngine
import BatchModel
import Reporting
import Text

extension Confirmation {
    /// What a person said of one row.
    enum RowAnswer {
        case given(PersonVerdict)
        case skipped
        /// No more rows.
        case ended
    }

    /// Shows a row and asks what became of it; asks again until the answer is one.
    static func verdict(on row: VerdictSheetWriter.Row, place: Int, of count: Int) -> RowAnswer {
        let when = row.finishedAtMilliseconds.map { ", tried \(Timestamp.iso8601($0))" } ?? ""
        Console.err("")
        Console.err(
            "\(place) of \(count): row \(row.row), to \(DisplayText.revealed(row.user, limit: 60)) from \(DisplayText.revealed(row.sender, limit: 60))\(when)"
        )
        if let message = row.message { Console.err("  \(DisplayText.oneLine(message, limit: 200))") }
        while true {
            switch answer("Did it arrive? [s]ent, [n]ot sent, Enter for not known, [q]uit: ") {
            case "s", "sent": return .given(.sent)
            case "n", "not sent", "not-sent": return .given(.notSent)
            case "": return hasEnded ? .ended : .skipped
            case "q", "quit": return .ended
            default: Console.err("Answer s, n, q or nothing.")
            }
        }
    }

    /// Shows what would be recorded.
    static func preview(_ found: BatchVerdict.GivenVerdicts, blank: Int, source: String?) {
        let beginning = source.map { "\(DisplayText.oneLine($0, limit: 200)): " } ?? ""
        var parts = [String]()
        if found.sent > 0 { parts.append("\(Numbers.grouped(found.sent)) sent") }
        if found.notSent > 0 {
            let them = found.notSent == 1 ? "it" : "them"
            parts.append("\(Numbers.grouped(found.notSent)) not sent (the next send sends \(them) again)")
        }
        if blank > 0 { parts.append("\(Numbers.grouped(blank)) without a verdict, still unknown") }
        Console.err("\(beginning)\(parts.joined(separator: ", ")).")
        for (row, user, verdict) in found.first {
            let number = row.map { "row \($0)  " } ?? ""
            Console.err("  \(number)\(DisplayText.oneLine(user, limit: 60))  \(verdict.rawValue)")
        }
        let more = found.sent + found.notSent - found.first.count
        if more > 0 { Console.err("  and \(Numbers.grouped(more)) more") }
    }
}
