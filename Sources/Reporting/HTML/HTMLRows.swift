import BatchModel
import Mustache

/// The rows of the page's table: all while they are few, else those that failed or may have arrived, as far as they fit.
struct HTMLRows {
    /// The most rows of a report that lists every row.
    static let limit = 5_000
    private static let unknownBytes = 1_000_000
    private static let failedBytes = 1_600_000

    private let template: MustacheTemplate
    private var count = 0
    private var everything = Listing(bytes: Self.unknownBytes + Self.failedBytes)
    private var unknown = Listing(bytes: Self.unknownBytes)
    private var failed = Listing(bytes: Self.failedBytes)

    init() throws(FileFault) { template = try HTMLTemplates.template(HTMLTemplates.row) }

    /// Whether every row given is listed.
    var listsAll: Bool { count == everything.rows.count }
    /// Unknown rows that did not fit.
    var unknownLeftOut: Int { unknown.leftOut }
    /// Failed rows that did not fit.
    var failedLeftOut: Int { failed.leftOut }
    /// The rows listed, as HTML in manifest order.
    var text: String {
        guard !listsAll else { return everything.rows.map(\.text).joined() }
        return (unknown.rows + failed.rows).sorted { $0.place < $1.place }.map(\.text).joined()
    }
    /// Whether any row is listed.
    var isEmpty: Bool { listsAll ? everything.rows.isEmpty : unknown.rows.isEmpty && failed.rows.isEmpty }

    mutating func add(_ entry: ReportEntry) {
        count += 1
        let isProblem = entry.outcome == .unknown || entry.outcome.success == false
        if count > Self.limit { everything.close() }
        let listing = entry.outcome == .unknown ? unknown : failed
        guard everything.isOpen || (isProblem && listing.isOpen) else {
            if isProblem { leaveOut(entry) }
            return
        }
        let row = (place: count, text: template.render(Self.values(entry)))
        everything.add(row)
        guard isProblem else { return }
        if entry.outcome == .unknown { unknown.add(row) } else { failed.add(row) }
    }

    private mutating func leaveOut(_ entry: ReportEntry) {
        if entry.outcome == .unknown { unknown.leftOut += 1 } else { failed.leftOut += 1 }
    }

    private static func values(_ entry: ReportEntry) -> [String: Any] {
        var values: [String: Any] = [
            "row": entry.row, "user": ShownText.clipped(entry.user, limit: 200), "outcome": entry.outcome.rawValue,
            "words": entry.outcome.words, "attempts": entry.attempts,
        ]
        if !entry.sender.isEmpty { values["sender"] = ShownText.clipped(entry.sender, limit: 200) }
        values["key"] = entry.errorKey.map { ShownText.clipped($0, limit: 120) }
        values["message"] = entry.errorMessage.map { ShownText.clipped($0) }
        values["status"] = entry.httpStatus
        values["finished"] = entry.finishedAtMilliseconds.map { RunFacts.moment($0).dropLast(4) }
        values["took"] = entry.durationMilliseconds.map { "\(NumberText.grouped($0)) ms" }
        values["id"] = entry.id.map { ShownText.clipped($0, limit: 200) }
        return values
    }
}

/// Rendered rows within a number of bytes.
private struct Listing {
    private(set) var rows: [(place: Int, text: String)] = []
    private(set) var isOpen = true
    var leftOut = 0
    private var bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    mutating func add(_ row: (place: Int, text: String)) {
        let size = row.text.utf8.count
        guard isOpen, size <= bytes else {
            isOpen = false
            leftOut += 1
            return
        }
        bytes -= size
        rows.append(row)
    }

    /// Gives the rows up.
    mutating func close() {
        isOpen = false
        rows = []
    }
}
