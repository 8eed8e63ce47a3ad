import BatchModel
import Text

extension ReportedRows {
    /// What the reports make a person's business.
    var questions: [RunQuestion] { ofLeftOut + ofNeighbours }

    /// Asks about rows that the report of another file calls sent: of the list under its earlier name, or of the failed rows, when the
    /// ledger was lost.
    private var ofNeighbours: [RunQuestion] {
        zip(places, tallies).filter { $0.isNeighbour && $1.forgotten > 0 }.map { place, tally in
            RunQuestion(
                .sentAsReportSays,
                problem: """
                    \(place.path) lists \(tally.forgotten == 1 ? "1 row" : "\(tally.forgotten) rows") of this run as sent, or \
                    perhaps sent, and this ledger does not know that.
                    """,
                remedy: "Restore what the report proves: \(place.importCommand).")
        }
    }

    /// Asks about rows that a report of the file calls left out on purpose, and of which this ledger knows nothing: a list that named
    /// them is not given now, or their people were served by a row as it was before.
    ///
    /// A ledger that made the report itself knows why, and reads no report.
    private var ofLeftOut: [RunQuestion] {
        zip(places, tallies).filter { $1.leftOut > 0 }.map { place, tally in
            let rows = tally.leftOut == 1 ? "1 row" : "\(tally.leftOut) rows"
            let first = tally.leftOut == 1 ? "row \(tally.firstLeftOut)" : "the first is row \(tally.firstLeftOut)"
            return RunQuestion(
                .leftOutBefore,
                problem: """
                    \(place.path) lists \(rows) of this run (\(first)) as left out on purpose, and this ledger does not know why: \
                    \(tally.leftOut == 1 ? "it" : "they") would be sent now.
                    """,
                remedy: """
                    Give the lists of that run again (\(option: .exclude)), or take out \(tally.leftOut == 1 ? "the row" : "rows") whose \
                    people had a message by an earlier version of their row.
                    """)
        }
    }
}
