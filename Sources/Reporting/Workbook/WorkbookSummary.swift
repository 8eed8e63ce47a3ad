import BatchModel
import Files
import Text

/// The sheet of a workbook that says what all rows come to.
struct WorkbookSummary {
    private static let keyLimit = 100
    private static let name = "Summary"
    private static let chartColumn = 4

    let context: ReportContext
    let statistics: ReportStatistics
    /// How many rows the workbook lists.
    let listed: Int
    /// The names of the sheets they are on.
    let sheets: [String]
    let rowsPerSheet: Int

    /// Adds the sheet.
    func write(to book: WorkbookFile) throws(FileFault) {
        let sheet = try book.addSheet(Self.name, widths: [26, 44, 12, 12])
        var lines = heading
        let first = lines.count + 1
        lines += counts
        let last = lines.count
        lines += keys + facts
        for (row, cells) in lines.enumerated() { try sheet.write(cells, row: row) }
        guard last > first else { return }
        book.addBars(
            to: sheet, at: 0, column: Self.chartColumn, names: "=\(Self.name)!$A$\(first + 1):$A$\(last)",
            counts: "=\(Self.name)!$C$\(first + 1):$C$\(last)", colours: outcomes.map(\.barColour))
    }

    private typealias Line = [WorkbookFile.Cell]

    private var heading: [Line] {
        var lines: [Line] = [
            [.text("Results of \(context.manifest)", .title)], [.text(Headline.text(statistics.tally))],
        ]
        if let note = context.filter.note(listed: listed, of: statistics.tally.total) { lines.append([.text(note)]) }
        if let stopped = context.stopped { lines.append([.text("Stopped: \(stopped)")]) }
        for (place, name) in sheets.enumerated().dropFirst() {
            lines.append([
                .text("The rows after the first \(Numbers.grouped(place * rowsPerSheet)) are on the sheet “\(name)”.")
            ])
        }
        return lines + [[]]
    }

    private var outcomes: [Outcome] { Outcome.allCases.filter { statistics.tally[$0] > 0 } }

    private var counts: [Line] {
        let total = Double(max(1, statistics.tally.total))
        let lines = outcomes.map { outcome -> Line in
            let count = Double(statistics.tally[outcome])
            return [
                .text(outcome.words, .outcome(outcome)), .empty, .number(count, .number),
                .number(count / total, .share),
            ]
        }
        return [[.text("Outcome", .heading), .text("", .heading), .text("Rows", .heading), .text("Share", .heading)]]
            + lines
    }

    private var keys: [Line] {
        let ranked = statistics.errorKeys.ranked
        guard !ranked.isEmpty else { return [[]] }
        let head: Line = [.text("Error key", .heading), .text("For example", .heading), .text("Rows", .heading)]
        let lines = ranked.prefix(Self.keyLimit).map { entry -> Line in
            [.text(entry.key), .text(entry.message ?? ""), .number(Double(entry.count), .number)]
        }
        let more = ranked.dropFirst(Self.keyLimit).reduce(statistics.errorKeys.others) { $0 + $1.count }
        return [[], head] + lines + (more > 0 ? [[.text("other keys"), .empty, .number(Double(more), .number)]] : [])
            + [[]]
    }

    private var facts: [Line] {
        RunFacts.facts(context).map { [.text($0.name), .text($0.value)] } + [[.text("finished_at"), .text("in UTC")]]
    }
}

extension Outcome {
    /// The colour of an outcome's bar: that of its cells, but nothing that is white on white.
    fileprivate var barColour: UInt32 { self == .pending ? 0xB0B0B0 : colour }
}
