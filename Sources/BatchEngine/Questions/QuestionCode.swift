import Text

/// The stable short names of a run's questions.
///
/// The raw values are part of logs, of `--json` and of the ledger, which keeps an answer by its name: they never change their
/// meaning. The guide's page of keys lists each with its meaning.
package enum QuestionCode: String, Sendable, Hashable, Codable, CaseIterable {
    case recipientsServed = "recipients_served"
    case sentAsReportSays = "sent_as_report_says"
    case leftOutBefore = "left_out_before"
    case sentThroughAnotherLedger = "sent_through_another_ledger"
    case beingSent = "being_sent"
    case batchLabelMissing = "batch_label_missing"
    case batchLabelSpelling = "batch_label_spelling"
    case listNamesNobody = "list_names_nobody"
    case listMatchesNobody = "list_matches_nobody"
    case listMayBeCut = "list_may_be_cut"
    case listLineDoubtful = "list_line_doubtful"
    case encoding
    case zeroBytes = "zero_bytes"
    case siteAskedToWait = "site_asked_to_wait"

    /// What is asked, in one line.
    package var meaning: String {
        switch self {
        case .recipientsServed: "More than half of a new file's recipients got a message by another file of this batch."
        case .sentAsReportSays: "A report beside the file calls rows sent that the ledger does not know as sent."
        case .leftOutBefore: "A report beside the file calls rows left out that would be sent now."
        case .sentThroughAnotherLedger: "Another ledger has sent rows of this file."
        case .beingSent: "Another process is sending this file now."
        case .batchLabelMissing: "The file was sent under a batch label, and now there is none."
        case .batchLabelSpelling: "A batch label differs from an earlier one only in case or blanks."
        case .listNamesNobody: "A list given with \(option: .exclude) is empty."
        case .listMatchesNobody: "A list given with \(option: .exclude) names nobody of the manifest."
        case .listMayBeCut: "A list given with \(option: .exclude) ends in zero bytes, as a power cut leaves them."
        case .listLineDoubtful: "A line of a list given with \(option: .exclude) may mean something else than it says."
        case .encoding: "The file is UTF-8 as it stands, and \(option: .encoding) reads it as something else."
        case .zeroBytes: "The file ends in zero bytes, as a power cut leaves them: rows may be missing."
        case .siteAskedToWait: "The site asked, in an earlier run, to wait until a time that has not come."
        }
    }
}
