import Digests

/// Recipients who are never written to, from one list or several. Names are told apart by their compared form only: leaving
/// out one too many is the safer error.
///
/// Of a name its digest is kept: a million names take about 50 MB.
package struct SuppressedUsers: Sendable, Hashable {
    /// What a list turned out to be.
    package enum Kind: Sendable, Hashable {
        /// One name a line.
        case plain
        /// A table, or JSON, with columns that name users.
        case table
        /// A results report of ours.
        case report
    }

    /// A name that is a number, and its digest as a name.
    struct NumberedName: Sendable, Hashable {
        var digest: UInt64
        var name: String
    }

    /// One list, whose names may be on others too.
    struct List: Sendable, Hashable {
        /// The list as the user named it.
        var name: String
        var kind: Kind
        /// The people whom no earlier list names.
        var new: Range<Int>
        /// The people whom an earlier list names too.
        var shared: Set<Int> = []
        /// Whether its file ends in zero bytes, as a power cut leaves them.
        var mayBeCut = false
        /// Sheets of a workbook that are hidden, and not read.
        var hiddenSheets: [String] = []
        /// Sheets of a workbook that hold notes and no names, and are not read.
        var noteSheets: [String] = []
        /// Lines that are comments, by the digests they have as names: somebody may be called `#bob`.
        var comments: [UInt64: Int] = [:]
        /// Different people it names.
        var count: Int { new.count + shared.count }
    }

    /// How many doubtful lines are kept; what is beyond is taken for names.
    private static let doubtfulLimit = 200_000

    private(set) var lists: [List] = []
    /// The lines that may be more than a name.
    private(set) var doubtful: [DoubtfulLine] = []
    /// Whether a name may be a domain, as `example.org`.
    private(set) var mayNameDomains = false
    private var personOfName: [UInt64: Int32] = [:]
    /// The persons whose name is a number behind zeros, by the digest of the number without them.
    private var personOfNumber: [UInt64: NumberedName] = [:]

    /// Lists nobody.
    package init() {}

    /// Whether no list was given.
    package var isEmpty: Bool { lists.isEmpty }

    /// Different people on all lists together.
    private(set) var personCount = 0

    /// A digest of the names of all lists, whatever their order: what they exclude, not where they lie. Comments are nobody's names,
    /// but where somebody is called so.
    package var fingerprint: SHA256Digest {
        let hasher = SHA256Hasher()
        for name in personOfName.keys.sorted() { hasher.update("\(name)\n") }
        return hasher.finish()
    }

    /// Begins a list.
    mutating func begin(_ name: String, _ kind: Kind) {
        lists.append(List(name: name, kind: kind, new: personCount..<personCount))
    }

    /// A line of the list begun last is a comment, or the name of somebody who is called so, by its digest as a name.
    mutating func addComment(_ digest: UInt64) {
        guard let last = lists.indices.last else { return }
        lists[last].comments[digest, default: 0] += 1
    }

    /// The file of the list begun last ends in zero bytes.
    mutating func mayBeCut() {
        if let last = lists.indices.last { lists[last].mayBeCut = true }
    }

    /// Sheets of the list begun last are hidden, and not read.
    mutating func leavesOut(sheets: [String]) {
        if let last = lists.indices.last { lists[last].hiddenSheets = sheets }
    }

    /// A sheet of the list begun last holds notes.
    mutating func leavesOut(notes sheet: String) {
        if let last = lists.indices.last { lists[last].noteSheets.append(sheet) }
    }

    /// The list begun last turned out to be a results report.
    mutating func isReport() {
        if let last = lists.indices.last { lists[last].kind = .report }
    }

    /// Adds a person to the list begun last by the digests of all names the list has for them, any of which counts.
    mutating func add(_ digests: [UInt64]) {
        guard let last = lists.indices.last, !digests.isEmpty else { return }
        let known = digests.first { personOfName[$0] != nil }.flatMap { personOfName[$0] }
        let person = known.map(Int.init) ?? personCount
        if known == nil {
            personCount += 1
            lists[last].new = lists[last].new.lowerBound..<personCount
        } else if !lists[last].new.contains(person) {
            lists[last].shared.insert(person)
        }
        for digest in digests where personOfName[digest] == nil { personOfName[digest] = Int32(person) }
    }

    /// Looks at a name of the list begun last: it may be more than a name, or a domain.
    mutating func look(at name: String, _ digest: UInt64, number: Int, isCell: Bool) {
        if name.utf8.first == 0x30, let number = Self.number(name) {
            var digests = RecipientDigest()
            personOfNumber[digests.of(number)] = NumberedName(digest: digest, name: name)
        }
        let scalars = name.unicodeScalars[...]
        if !mayNameDomains, scalars.contains("."), !scalars.contains("@") { mayNameDomains = true }
        var shape = NameShape.of(scalars)
        if !ListedName.damage(name).isEmpty { shape.insert(.damaged) }
        guard !shape.isEmpty, doubtful.count < Self.doubtfulLimit else { return }
        doubtful.append(
            DoubtfulLine(
                list: lists.count - 1, number: number, isCell: isCell, text: name, shape: shape, digest: digest))
    }

    /// A number without the zeros before it; nil for any other name.
    static func number(_ name: String) -> String? {
        guard name.utf8.count <= 20, name.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return String(name.drop { $0 == "0" })
    }

    /// The name on a list that is the same number as a user's, but for zeros before it, and the digest it has there; `digests` is that
    /// of the caller.
    func sameNumber(as user: String, _ digests: inout RecipientDigest) -> NumberedName? {
        guard let number = Self.number(user), !number.isEmpty else { return nil }
        let digest = digests.of(number)
        if number != user, personOfName[digest] != nil { return NumberedName(digest: digest, name: number) }
        return personOfNumber[digest].flatMap { $0.name == user ? nil : $0 }
    }

    /// Whether a list has numbers with zeros before them.
    var hasZeros: Bool { !personOfNumber.isEmpty }

    /// Whether a list has comments.
    var hasComments: Bool { lists.contains { !$0.comments.isEmpty } }

    /// Whether a comment is the name of this digest.
    func isComment(_ digest: UInt64) -> Bool { lists.contains { $0.comments[digest] != nil } }

    /// The person of a name's digest (`RecipientDigest`); nil when no list has the name.
    func person(_ digest: UInt64) -> Int? { personOfName[digest].map(Int.init) }
}
