import BatchModel
import Manifests
import Text

extension PlanTerms {
    /// What is worth knowing of a plan that is not refused.
    package func notices(_ check: ManifestCheck) -> [RunNotice] {
        notices(check.optionUse) + limitNotices + rowsNotices(check)
    }

    /// What is worth knowing of options that not every row uses.
    func notices(_ use: OptionUse) -> [RunNotice] {
        remarks + partly(use) + (use.rows > 0 ? use.idle.map(idle) : [])
    }

    private func idle(_ option: IdleOption) -> RunNotice {
        let name = optionNames[option.name] ?? "--\(option.name)"
        return switch option {
        case .render(let isTemplateGiven):
            RunNotice(
                .optionUnused,
                problem: "\(name) has no effect: no row has a message with {{...}}."
                    + (isTemplateGiven ? " The template given for all rows is filled in without it." : ""))
        case .ignoredField(let field):
            RunNotice(
                .optionUnused,
                problem: "\(name) \(DisplayText.oneLine(field))= has no effect: the file has no column for that field.")
        }
    }

    private func partly(_ use: OptionUse) -> [RunNotice] {
        use.counts.filter { $0.used < use.rows }.map { count in
            let name = origins[count.option]?.name ?? count.option.option
            let others = use.rows - count.used
            return RunNotice(
                count.used == 0 ? .optionUnused : .optionPartlyUsed,
                problem: """
                    \(name) is used by \(Numbers.grouped(count.used)) of \(Numbers.grouped(use.rows)) \
                    \(use.rows == 1 ? "row" : "rows"); \(Numbers.grouped(others)) \(others == 1 ? "has its" : "have their") own \
                    value in \(count.winners).\(count.fault.map { " It could not be used: \($0)" } ?? "")
                    """)
        }
    }

    private var limitNotices: [RunNotice] {
        guard let approved = approved.flatMap(PlanDigest.init), let limit = selection.limit, approved.limit != limit
        else { return [] }
        let whole = approved.limit.map { "\(Numbers.grouped($0)) rows" } ?? "all rows"
        return [
            RunNotice(
                .smallerLimitThanPlan,
                problem:
                    "The plan was validated for \(whole); \(option: .limit) takes the first \(Numbers.grouped(limit)) of them."
            )
        ]
    }

    private func rowsNotices(_ check: ManifestCheck) -> [RunNotice] {
        guard let rows = selection.rows, rows.upperBound < .max, rows.upperBound > check.lastRow else { return [] }
        return [
            RunNotice(
                .rowsBeyondEnd,
                problem:
                    "\(option: .rows) \(rows.rowsText) goes beyond the end: the last \(check.rowNoun) is \(check.lastRow)."
            )
        ]
    }
}

extension OptionUse.Count {
    /// The columns that win over the option, for a sentence.
    var winners: String {
        let names = columns.prefix(3).map { "“\($0)”" }.joined(separator: ", ")
        return "the column\(columns.count == 1 ? "" : "s") \(names)"
            + (columns == [option.field.name] ? "" : " (\(option.field.name))")
    }
}

extension ManifestCheck {
    /// What the file has: rows of a table, or elements.
    var rowNoun: String { hasDelimiter || isWorkbook ? "row" : "element" }

    /// The rows that options were counted over: `2 rows`, or `2 valid rows` where there are others.
    var validRows: String {
        let count = optionUse.rows
        return "\(Numbers.grouped(count)) \(invalid > 0 ? "valid " : "")\(count == 1 ? "row" : "rows")"
    }
}

extension ClosedRange<Int> {
    /// The rows as `--rows` takes them.
    package var rowsText: String {
        upperBound == .max
            ? "\(lowerBound)-" : lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)"
    }
}
