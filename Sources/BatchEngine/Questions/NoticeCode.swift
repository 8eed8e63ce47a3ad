import Text

/// The stable short names of what is said before the first message leaves.
///
/// The raw values are part of logs and of `--json`: they never change their meaning. The guide's page of keys lists each with its
/// meaning.
package enum NoticeCode: String, Sendable, Hashable, Codable, CaseIterable {
    case optionUnused = "option_unused"
    case optionPartlyUsed = "option_partly_used"
    case newRowsForServed = "new_rows_for_served"
    case keptServed = "kept_served"
    case keptUnknown = "kept_unknown"
    case smallerLimitThanPlan = "smaller_limit_than_plan"
    case rowsBeyondEnd = "rows_beyond_end"
    case startTimeOdd = "start_time_odd"
    case ledgerMayForget = "ledger_may_forget"

    /// What is said, in one line.
    package var meaning: String {
        switch self {
        case .optionUnused: "An option has no effect."
        case .optionPartlyUsed: "An option counts for some rows only: the others have their own value."
        case .newRowsForServed: "New rows bring another message to people who were served by other rows of the file."
        case .keptServed: "\(option: .keepServed) leaves rows out: their recipients were served before."
        case .keptUnknown:
            "\(option: .keepServed) leaves rows out of which it is unknown whether their recipients were served."
        case .smallerLimitThanPlan: "\(option: .limit) takes fewer rows than the plan was validated for."
        case .startTimeOdd: "Clocks show the time of \(option: .startAt) never or twice on that day."
        case .ledgerMayForget:
            "The ledger's server has a standby that would not know the last messages if it took over."
        case .rowsBeyondEnd: "\(option: .rows) names rows that the file does not have."
        }
    }
}
