import Foundation
import LedgerStore
import Text

extension RunNotice {
    /// Says how many rows are new in a file whose other rows served their recipients; nothing when there are none.
    ///
    /// A row is a message, and equal rows are as many messages as there are rows; but a list pasted below itself looks the same.
    static func ofNewRows(_ summary: EnrolmentSummary, _ numbers: RowNumbers) -> [RunNotice] {
        guard let served = summary.servedHere, let position = served.positions.first else { return [] }
        let rows = served.positions.count
        let first = (rows == 1 ? "row " : "the first is row ") + "\(numbers[Int(position)])"
        let when = served.lastAtMilliseconds.map { " (the last \(RunQuestion.day($0)))" } ?? ""
        let same =
            switch (served.repeated, rows) {
            case (0, _): ""
            case (1, 1): "; it is the same as an earlier row"
            case let (same, all) where same == all: "; all are the same as earlier rows"
            case let (same, _):
                "; \(Numbers.grouped(same)) of them \(same == 1 ? "is" : "are") the same as earlier rows"
            }
        return [
            RunNotice(
                .newRowsForServed,
                problem: """
                    \(Numbers.grouped(rows)) new \(rows == 1 ? "row brings" : "rows bring") (\(first)) another message to people who got one by other \
                    rows of this list\(when)\(same). With \(option: .keepServed) such rows are left out.
                    """)
        ]
    }
}
