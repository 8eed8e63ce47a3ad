import BatchModel

/// The numbers of equal rows in a file some of whose rows state theirs: the others are numbered around those.
///
/// Memory: 8 bytes for each row that states a number; nothing for other files.
struct RowOrdinals {
    /// A digest of every stated number and its row, in order.
    private var stated: [UInt64] = []
    private var met: Set<UInt64> = []
    /// The last number given to a row that states none, by the row's digest.
    private var given: [UInt64: Int] = [:]

    /// Whether no row states a number, so that counting equal rows is all there is to do.
    var isEmpty: Bool { stated.isEmpty }

    /// Reads the numbers that rows of a file state, before the rows that are numbered around them.
    init(_ manifest: Manifest) throws {
        guard try manifest.mayStateOrdinals() else { return }
        var checker = manifest.makeChecker()
        let reader = manifest.makeReader()
        var identity = RowIdentity(manifest.scope)
        var page = RecordPage()
        do {
            while try reader.read(into: &page) {
                for row in page.firstRow..<page.rows.count {
                    let statement = page.statedOrdinal(ofRow: row)
                    guard case .number = statement else { continue }
                    checker.check(page, row)
                    guard checker.problems.isEmpty else { continue }
                    let key = identity.key(checker, page)
                    if let number = statement.number(for: key) { stated.append(Self.digest(key, number)) }
                }
                page.startOver()
            }
        } catch let fault as ManifestFault where fault.kind == .invalid {
            // The check meets it again, and says so.
        }
        stated.sort()
    }

    /// The number of the next row; nil when it states one that an earlier row has.
    mutating func number(of key: MessageKey, _ page: RecordPage, _ row: Int) -> Int? {
        if let number = page.statedOrdinal(ofRow: row).number(for: key) {
            return met.insert(Self.digest(key, number)).inserted ? number : nil
        }
        var number = given[key.high, default: 0] + 1
        while isStated(Self.digest(key, number)) { number += 1 }
        given[key.high] = number
        return number
    }

    /// What is wrong with a row whose number an earlier row has.
    static let taken = RowProblem(
        code: .badOrdinal,
        words: (
            "An earlier row is exactly the same, and states the same number in \(AddedColumns.ordinal).",
            "Remove one of the rows, or empty the cell if both are meant."
        ))

    private func isStated(_ digest: UInt64) -> Bool {
        var low = 0
        var high = stated.count
        while low < high {
            let middle = (low + high) / 2
            if stated[middle] < digest { low = middle + 1 } else { high = middle }
        }
        return low < stated.count && stated[low] == digest
    }

    private static func digest(_ key: MessageKey, _ number: Int) -> UInt64 {
        FastHash.combine(key.high ^ key.low, UInt64(number))
    }
}

extension RowChecker {
    /// Whether the last row was left out once before because of an earlier row of its recipient, and has him still.
    func isStatedSecond(_ page: RecordPage, _ row: Int) -> Bool {
        guard case .secondOfRecipient(let digest) = page.statedOrdinal(ofRow: row) else { return false }
        var digests = RecipientDigest()
        return digests.of(page.bytes.span.extracting(range(of: .user))) == digest
    }
}

extension Manifest {
    /// Whether rows may state their numbers, found out without reading them.
    package func mayStateOrdinals() throws -> Bool {
        if format.hasHeader {
            var page = RecordPage()
            // What is wrong with the first rows is for the check to say.
            return (try? makeReader().read(into: &page)) == true && page.columns.ordinalColumn != nil
        }
        let name = Array(AddedColumns.ordinal.utf8)
        return layout.isUTF8 ? try file.contains(name, pivot: name.firstIndex(of: UInt8(ascii: "_")) ?? 0) : true
    }
}
