import BatchModel
import Files
import Mustache

/// The rows of the page's table: all while they are few, else those that failed or may have arrived, as far as they fit.
///
/// They stand in the page as data for its script, and a selection of them as HTML for whoever lets no script run, as
/// viewers of mail on phones do.
struct HTMLRows {
    /// The most rows of a report that lists every row.
    static let limit = 5_000
    private static let unknownBytes = 900_000
    private static let failedBytes = 1_500_000

    private let template: MustacheTemplate
    private var count = 0
    private var everything = Listing(bytes: Self.unknownBytes + Self.failedBytes)
    private var unknown = Listing(bytes: Self.unknownBytes)
    private var failed = Listing(bytes: Self.failedBytes)
    private var firstOfAll = Listing(bytes: 120_000, rows: 100)
    private var firstUnknown = Listing(bytes: 60_000, rows: 50)
    private var firstFailed = Listing(bytes: 60_000, rows: 50)

    init() throws(FileFault) { template = try HTMLTemplates.template(HTMLTemplates.row) }

    /// Whether every row given is listed.
    var listsAll: Bool { count == everything.rows.count }
    /// Unknown rows that did not fit.
    var unknownLeftOut: Int { unknown.leftOut }
    /// Failed rows that did not fit.
    var failedLeftOut: Int { failed.leftOut }
    /// How many rows are listed.
    var listed: Int { listsAll ? count : unknown.rows.count + failed.rows.count }
    /// The rows listed, as data in manifest order.
    var data: String {
        HTMLData.block(listsAll ? everything.rows.map(\.text) : Self.merged(unknown, failed))
    }
    /// How many rows stand in the page as HTML.
    var selected: Int { selection.count }
    /// The rows that stand in the page as HTML, in manifest order: all when they are few, else first those that failed or may
    /// have arrived.
    var html: String { selection.joined() }

    private var selection: [String] {
        let problems = Self.merged(firstUnknown, firstFailed)
        return firstOfAll.rows.count == count || problems.isEmpty ? firstOfAll.rows.map(\.text) : problems
    }

    mutating func add(_ entry: ReportEntry) {
        count += 1
        let isProblem = entry.outcome.isProblem
        if count > Self.limit { everything.close() }
        let hasRoom = entry.outcome == .unknown ? unknown.isOpen : failed.isOpen
        guard everything.isOpen || (isProblem && hasRoom) else {
            if isProblem { leaveOut(entry) }
            return
        }
        let row = HTMLRow(entry)
        let data = (place: count, text: row.data)
        everything.add(data)
        select(row, isProblem ? entry.outcome : nil)
        guard isProblem else { return }
        if entry.outcome == .unknown { unknown.add(data) } else { failed.add(data) }
    }

    private mutating func select(_ row: HTMLRow, _ problem: Outcome?) {
        let isWanted = problem.map { $0 == .unknown ? firstUnknown.isOpen : firstFailed.isOpen } ?? false
        guard firstOfAll.isOpen || isWanted else { return }
        let html = (place: count, text: template.render(row.values))
        firstOfAll.add(html)
        guard let problem else { return }
        if problem == .unknown { firstUnknown.add(html) } else { firstFailed.add(html) }
    }

    private mutating func leaveOut(_ entry: ReportEntry) {
        if entry.outcome == .unknown { unknown.leftOut += 1 } else { failed.leftOut += 1 }
    }

    private static func merged(_ one: Listing, _ other: Listing) -> [String] {
        (one.rows + other.rows).sorted { $0.place < $1.place }.map(\.text)
    }
}

/// Texts of rows within a number of bytes and of rows.
private struct Listing {
    private(set) var rows: [(place: Int, text: String)] = []
    private(set) var isOpen = true
    var leftOut = 0
    private var bytes: Int
    private let limit: Int

    init(bytes: Int, rows: Int = .max) {
        self.bytes = bytes
        limit = rows
    }

    mutating func add(_ row: (place: Int, text: String)) {
        let size = row.text.utf8.count
        guard isOpen, size <= bytes, rows.count < limit else {
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
