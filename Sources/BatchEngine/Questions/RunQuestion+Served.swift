import BatchModel
import Foundation
import LedgerStore
import Text

extension RunQuestion {
    /// Asks about a file most of whose recipients were served from another one; nothing otherwise.
    ///
    /// Exactly repeated rows do not count: they are known as sent, and nobody gets them again. A yes that was given for this
    /// file is good for as many people as it was given for.
    static func ofCopy(_ summary: EnrolmentSummary, answered: Int = 0) -> [RunQuestion] {
        ofCopy(summary.servedElsewhere, answered: answered)
    }

    /// The same for people who were served through another ledger, at `ledger`.
    static func ofCopy(
        _ served: EnrolmentSummary.ServedElsewhere?, answered: Int = 0, through ledger: String? = nil
    ) -> [RunQuestion] {
        guard let served, served.recipients * 2 > served.among, served.recipients > answered else { return [] }
        let name = URL(fileURLWithPath: served.manifestPath).lastPathComponent
        let when = served.lastAtMilliseconds.map { ", \(day($0))" } ?? ""
        let recipients = "\(served.recipients) of \(served.among) \(served.among == 1 ? "recipient" : "recipients")"
        return [
            RunQuestion(
                .recipientsServed,
                problem: """
                    \(recipients) already got a message (\(name)\(when)\(ledger.map { ", through the ledger \($0)" } ?? "")) and \
                    would get another one.
                    """,
                remedy: """
                    If this is a corrected copy of that file, send the file itself; give a new campaign a label with \(option: .batch) \
                    NAME.
                    """)
        ]
    }

    /// Asks about a file that was sent under a label and has none now; nothing otherwise.
    static func ofForgottenLabel(_ summary: EnrolmentSummary) -> [RunQuestion] {
        guard let served = summary.servedUnderLabel, let label = served.batch else { return [] }
        let when = served.lastAtMilliseconds.map { ", \(day($0))" } ?? ""
        let people = "\(served.recipients) of \(served.among) \(served.among == 1 ? "recipient" : "recipients")"
        return [
            RunQuestion(
                .batchLabelMissing,
                problem: """
                    \(people) already got a message from this file under the batch label “\(label)”\(when), and now there is no \
                    label: they would get another one.
                    """,
                remedy: "Give \(option: .batch) \(DisplayText.shellWord(label)) to continue that batch.")
        ]
    }

    /// Asks about a batch label that differs from an earlier one only in case or blanks; nothing otherwise.
    static func ofBatch(_ identity: CampaignIdentity, in ledger: any Ledger) throws -> [RunQuestion] {
        let label = identity.batch ?? ""
        let meant = try ledger.otherBatches(site: identity.site, than: label).first { plain($0) == plain(label) }
        guard let meant else { return [] }
        let problem: String
        if meant.isEmpty {
            problem = "The batch label “\(label)” is blank, and messages were sent without a label before."
        } else if label.isEmpty {
            problem = "Messages were sent under the blank batch label “\(meant)” before, and now there is none."
        } else {
            problem = "The batch label “\(label)” differs from the earlier “\(meant)” only in case or blanks."
        }
        let way = meant.isEmpty ? "Leave \(option: .batch) out" : "Give \(option: .batch) exactly as “\(meant)”"
        return [
            RunQuestion(
                .batchLabelSpelling, problem: problem + " Everybody would get the messages again.",
                remedy: "\(way) to continue that batch.")
        ]
    }

    /// The label as it is compared.
    static func plain(_ label: String) -> String { ComparedName.form(of: label).filter { !$0.isWhitespace } }

    /// `today 14:02`, `2026-11-20 09:30`: in this machine's time.
    static func day(_ milliseconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        let parts = Calendar.current.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func padded(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "" }
        let time = "\(padded(parts.hour)):\(padded(parts.minute))"
        if Calendar.current.isDateInToday(date) { return "today \(time)" }
        return "\(padded(parts.year))-\(padded(parts.month))-\(padded(parts.day)) \(time)"
    }
}
