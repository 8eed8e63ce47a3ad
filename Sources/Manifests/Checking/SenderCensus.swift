/// The different senders of a manifest's valid rows: the first few by name, the others counted.
package struct SenderCensus: Sendable, Hashable {
    private static let namesKept = 3
    /// Above this many the count stands still: nobody reads it, and memory stays bounded.
    private static let most = 10_000

    /// The first senders, in the order of their rows.
    package private(set) var names: [String] = []
    /// How many different ones there are.
    package var count: Int { seen.count }
    private var seen: Set<UInt64> = []
    private var last: UInt64?

    /// Takes note of a row's sender; `name` is asked only when it is a new one worth keeping.
    mutating func add(_ hash: UInt64, name: () -> String) {
        guard hash != last else { return }
        last = hash
        guard seen.count < Self.most, seen.insert(hash).inserted else { return }
        if names.count < Self.namesKept { names.append(name()) }
    }
}

extension Manifest {
    /// Who sends the rows, without any check of them.
    package func senders() throws -> SenderCensus {
        var census = SenderCensus()
        var rows = rows()
        while let row = try rows.next() {
            let name = row.sender
            census.add(FastHash.combine(1, name.utf8.span)) { name }
        }
        return census
    }
}
