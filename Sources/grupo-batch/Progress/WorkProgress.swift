import BatchEngine
import BatchModel
import Files
import Text

/// How far work on rows has come that sends nothing: checking a manifest, writing a report. Pure.
struct WorkProgress {
    /// What is being done: `Checking list.csv`.
    let title: String
    /// Whether it is known beforehand to take long.
    let isLong: Bool
    /// How many rows there are, when that is known.
    let totalRows: Int?
    /// Whether a report is written: how many rows are done says enough in a file that lines are kept in.
    private let isReport: Bool
    private var rows = 0
    private var share: Double?
    private var meter = RateMeter()

    init(_ title: String, isLong: Bool = false, totalRows: Int? = nil, isReport: Bool = false) {
        self.isReport = isReport
        self.title = title
        self.isLong = isLong
        self.totalRows = totalRows
    }

    /// Takes note of the rows that are done, and of the share of the whole if that is known.
    mutating func take(rows: Int, share: Double?, at now: Duration) {
        self.rows = rows
        self.share = share ?? totalRows.flatMap { $0 > 0 ? Double(rows) / Double($0) : nil }
        meter.note(rows, at: now)
    }

    /// The live block.
    func block(at now: Duration, width: Int, look: ProgressLook) -> [String] {
        var line = StyledLine()
        line.add(title)
        for part in parts(at: now) { line.add(part) }
        guard let share else { return [line.text(look.style, width: width)] }
        return [look.line(share, line, width: width)]
    }

    /// The same on one plain line.
    func line(at now: Duration) -> String {
        let parts = parts(at: now, withShare: !isReport)
        return parts.isEmpty ? "\(title)." : "\(title): \(parts.joined(separator: ", "))."
    }

    private func parts(at now: Duration, withShare: Bool = true) -> [String] {
        guard rows > 0 else { return [] }
        let count = totalRows.map { "\(Numbers.grouped(rows)) of \(Numbers.count($0, "row"))" }
        var parts = [count ?? Numbers.count(rows, "row")]
        if withShare, let share { parts.insert("\(Int(share * 100))%", at: 0) }
        if let rate = meter.perSecond(rows, at: now) {
            parts.append(RateMeter.text(rate))
            if let share, share > 0 {
                parts.append(
                    "\(Duration.seconds((Double(rows) / share * (1 - share) / rate).rounded(.up)).text) left")
            }
        }
        return parts
    }
}

extension WorkProgress {
    /// Above this many bytes a check is not over in the blink of an eye.
    private static let longFile = 1 << 20

    /// So many rows are not reported in the blink of an eye.
    private static let longReport = 20_000

    /// The writing of a report.
    static func reporting(rows: Int) -> WorkProgress {
        WorkProgress("Writing the report", isLong: rows >= longReport, totalRows: rows, isReport: true)
    }

    /// The check of a manifest.
    static func checking(_ source: ManifestSource) -> WorkProgress {
        let name = DisplayText.oneLine(source.displayName ?? source.path, limit: 60)
        guard let size = (try? FileStatus(at: source.path))?.byteCount else { return WorkProgress("Checking \(name)") }
        return WorkProgress("Checking \(name), \(ByteCount(bytes: size).text)", isLong: size >= longFile)
    }
}
