import Text

/// What suppression lists come to in one manifest.
package struct Exclusion: Sendable, Hashable {
    /// One list.
    package struct List: Sendable, Hashable {
        /// The list as the user named it; may hold anything.
        package var name: String
        /// What it turned out to be.
        package var kind: SuppressedUsers.Kind
        /// Different people it names.
        package var names: Int
        /// How many of them are in no row of the manifest.
        package var unmatched: Int
        /// Whether its file ends in zero bytes, as a power cut leaves them: names may be missing.
        package var mayBeCut = false
        /// Sheets of a workbook that are hidden, and not read; may hold anything.
        package var hiddenSheets: [String] = []
        /// Sheets of a workbook that hold notes, and are not read; may hold anything.
        package var noteSheets: [String] = []
        /// Lines of it that begin with `#` and are the name of nobody in the manifest.
        package var comments = 0
    }

    /// The lists in the order they were given.
    package var lists: [List] = []
    /// Rows left out because a list names their user; a row that was sent before is one of them.
    package var rows = 0
    /// Different people on all lists together.
    package var names = 0
    /// How many of them are in no row.
    package var unmatched = 0
    /// Lines that are the name of nobody in the manifest, and look like more than a name.
    package var doubts: [Doubt] = []

    /// Without lists.
    package init() {}

    /// `excluded 2 rows; 1 of 3 names are in no row`.
    package var text: String { "excluded \(Self.rows(rows)); \(Self.missing(unmatched, names))" }

    private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(Numbers.grouped(count)) rows" }

    private static func missing(_ count: Int, _ all: Int) -> String {
        "\(Numbers.grouped(count)) of \(Numbers.grouped(all)) names are in no row"
    }
}

extension Exclusion.List {
    /// What is worth knowing about the list before anything leaves.
    package var notes: [String] { [hiddenSheetNote, noteSheetNote, note].compactMap(\.self) }

    private var hiddenSheetNote: String? {
        if hiddenSheets.isEmpty { return nil }
        let sheets = ColumnCheck.list(hiddenSheets)
        return hiddenSheets.count == 1
            ? "\(name): the sheet \(sheets) is hidden, and is not read; unhide it for its names to count"
            : "\(name): the sheets \(sheets) are hidden, and are not read; unhide them for their names to count"
    }

    private var noteSheetNote: String? {
        if noteSheets.isEmpty { return nil }
        return noteSheets.count == 1
            ? "\(name): the sheet \(ColumnCheck.list(noteSheets)) holds notes and no list, and is not read"
            : "\(name): the sheets \(ColumnCheck.list(noteSheets)) hold notes and no lists, and are not read"
    }

    private var note: String? {
        if comments > 0 {
            let lines = comments == 1 ? "1 line that begins" : "\(Numbers.grouped(comments)) lines that begin"
            return
                "\(name): \(lines) with # \(comments == 1 ? "is a comment and leaves" : "are comments and leave") out nobody"
        }
        guard kind == .report else { return nil }
        let users = names == 1 ? "its only user is" : "all its \(Numbers.grouped(names)) users are"
        return "\(name) is a results report: \(users) excluded"
    }

    /// `none of its 3 names is in a row`, for the list alone.
    package var text: String { "\(Numbers.grouped(unmatched)) of \(Numbers.grouped(names)) names are in no row" }
}

/// Counts what suppression lists come to, row by row.
struct ExclusionCount {
    private let suppressed: SuppressedUsers
    private var isMatched: [Bool]
    private let hasComments: Bool
    /// Comments that are the name of a user in a row.
    private var namedComments: Set<UInt64> = []
    private var digests = RecipientDigest()
    private var doubts: DoubtCount
    /// Rows left out so far.
    var rows = 0

    init(_ suppressed: SuppressedUsers) {
        self.suppressed = suppressed
        isMatched = [Bool](repeating: false, count: suppressed.personCount)
        hasComments = suppressed.hasComments
        doubts = DoubtCount(suppressed)
    }

    /// Whether a list names the user of a row, who is then known to be in one; the name stands in these bytes.
    mutating func takes(_ bytes: [UInt8], _ range: Range<Int>, row: Int) -> Bool {
        guard !isMatched.isEmpty || hasComments else { return false }
        let digest = digests.of(bytes.span.extracting(range))
        let person = suppressed.person(digest)
        let isComment = hasComments && suppressed.isComment(digest)
        if isComment { namedComments.insert(digest) }
        doubts.take(bytes[range], digest, isListed: person != nil || isComment, row: row)
        guard let person else { return isComment }
        isMatched[person] = true
        return true
    }

    /// What it came to.
    var exclusion: Exclusion {
        var exclusion = Exclusion()
        exclusion.rows = rows
        exclusion.names = isMatched.count + namedComments.count { suppressed.person($0) == nil }
        exclusion.unmatched = isMatched.count { !$0 }
        exclusion.lists = suppressed.lists.map(summary)
        exclusion.doubts = doubts.doubts { isMatched[$0] }
        return exclusion
    }

    private func summary(_ list: SuppressedUsers.List) -> Exclusion.List {
        // A comment that is somebody's name is a name of the list.
        let named = list.comments.keys.count { namedComments.contains($0) }
        return Exclusion.List(
            name: list.name, kind: list.kind, names: list.count + named,
            unmatched: isMatched[list.new].count { !$0 } + list.shared.count { !isMatched[$0] },
            mayBeCut: list.mayBeCut, hiddenSheets: list.hiddenSheets, noteSheets: list.noteSheets,
            comments: list.comments.reduce(0) { $0 + (namedComments.contains($1.key) ? 0 : $1.value) })
    }
}
