import BatchEngine
import BatchModel
import Reporting
import Text

extension Confirmation {
    static let rowsShown = 20

    /// Lists the unknown rows that the next send would send again, and asks whether that is meant.
    ///
    /// - Throws: `Failure` when it is not, or when nobody can be asked.
    static func askToSendAgain(_ record: BatchRecord) throws {
        let count = try record.counts().states[.unknown, default: 0]
        guard count > 0 else { return }
        try askToSendAgain(count, try record.unknownRows(limit: rowsShown))
    }

    /// The same for rows of which the first are `listed`; nil where they cannot be told. `file` says of them that they did not
    /// arrive, or were rejected, if nobody named them.
    static func askToSendAgain(
        _ count: Int, _ listed: [(row: Int, user: String)]?, accordingTo file: String? = nil
    ) throws {
        let rows = Numbers.count(count, "row")
        let (verb, them) = count == 1 ? ("is", "it") : ("are", "them")
        let verdict = file.map { "after \(DisplayText.oneLine($0))" } ?? "as not-sent"
        Console.err("\(rows) \(verb) unknown and may have arrived; \(verdict) the next send sends \(them) again:")
        if let listed {
            for (row, user) in listed { Console.err("  row \(row)  \(DisplayText.oneLine(user, limit: 60))") }
            if count > listed.count { Console.err("  and \(Numbers.grouped(count - listed.count)) more") }
        } else {
            Console.err("  (not listed, because your list was edited since)")
        }
        guard Console.canAsk else {
            throw RunFault.unrecorded(
                problem: "\(rows) \(verb) unknown, may have arrived and would be sent again.",
                remedy: file == nil
                    ? "Look them up on the site and name them with --row; if all of them are meant, add --yes."
                    : "If the file is what send printed of that run, add --yes; if not, look them up on the site and name them with --row."
            )
        }
        let question = file == nil ? "Record \(rows) as not sent? [y/N] " : "Record what the file says? [y/N] "
        guard agrees(question) else {
            throw Failure(.refused, "Nothing was recorded. The same command asks again.")
        }
    }
}
