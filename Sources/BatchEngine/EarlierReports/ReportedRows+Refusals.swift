import Text

extension ReportedRows {
    static func forgotten(_ tally: Tally, _ place: PriorReportPlace, _ ledger: String) -> RunFault {
        let count = tally.forgotten
        let them = count == 1 ? "it" : "them"
        let harm =
            tally.beyondRun == 0
            ? "sending would repeat \(them)"
            : "this run's report would take the place of the only proof, and the next run repeat \(them)"
        return .refused(
            problem: """
                \(place.path) lists \(count == 1 ? "1 row" : "\(count) rows") of \(tally.beyondRun == 0 ? "this run" : "your list") \
                as sent, or perhaps sent, and this ledger (\(ledger)) does not know that: \(harm).
                """,
            remedy: """
                Restore what the report proves: \(place.importCommand). Or name the ledger they were sent with (\(option: .ledger)), or make \
                this a new campaign (\(option: .batch) NAME).
                """)
    }

    static func namesakes(_ count: Int, _ place: PriorReportPlace, _ ledger: String) -> RunFault {
        .refused(
            problem: """
                \(place.path) lists messages to recipients of \(count == 1 ? "1 row" : "\(count) rows") of this run as sent, or \
                perhaps sent, and this ledger (\(ledger)) knows nothing of this file. The report is without the column \
                row_digest, so it does not say which messages those were.
                """,
            remedy: """
                Name the ledger they were sent with (\(option: .ledger)), try to restore what the report proves \
                (\(place.importCommand)), or make this a new campaign (\(option: .batch) NAME).
                """)
    }

    static func unreadable(_ count: Int, _ place: PriorReportPlace) -> RunFault {
        .refused(
            problem: """
                \(place.path) is a report of ours, and \(count == 1 ? "1 line" : "\(count) lines") of it cannot be read: it may have \
                said that a row was sent.
                """,
            remedy: """
                Put the report back as it was written, name the ledger of that run (\(option: .ledger)), or make this a new campaign \
                (\(option: .batch) NAME).
                """)
    }

    static func notReadBack(_ place: PriorReportPlace, _ ledger: String) -> RunFault {
        let way =
            place.isOfFile
            ? "or, if nothing of this file was sent, move it away"
            : "or give this run's report another place (\(option: .report) PATH)"
        return .refused(
            problem: """
                \(place.path) is a results report of ours that cannot be read back, and this ledger (\(ledger)) does not know this \
                file: rows that it lists as sent would be sent again, and it would be replaced.
                """,
            remedy: """
                Restore what the CSV or JSON report of that run proves (\(place.importCommand)), name the ledger they were sent with \
                (\(option: .ledger)), make this a new campaign (\(option: .batch) NAME), \(way).
                """)
    }
}
