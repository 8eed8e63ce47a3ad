/// The number of each row of a manifest as a spreadsheet counts, by its position: what is known of rows that cannot be read
/// any more.
///
/// Memory: nothing but for blank lines, and then 16 bytes for each group of them.
struct RowNumbers: Sendable, Equatable {
    private static let most = 1 << 16

    private struct Stretch: Sendable, Equatable {
        var position: Int
        var offset: Int
    }

    private var stretches: [Stretch] = []

    /// Knows no row yet.
    init() {}

    /// Numbers without a gap, from that of the first row on.
    init(from first: Int) { stretches = [Stretch(position: 0, offset: first)] }

    /// Takes note of the next row.
    mutating func add(position: Int, row: Int) {
        let offset = row - position
        guard stretches.last?.offset != offset, stretches.count <= Self.most else { return }
        stretches.append(Stretch(position: position, offset: offset))
    }

    /// Whether the rows have these numbers without a gap.
    func isPlain(from first: Int) -> Bool { stretches.isEmpty || self == RowNumbers(from: first) }

    /// Whether every number is known.
    var isComplete: Bool { stretches.count <= Self.most }

    /// The number of the row at a position.
    subscript(position: Int) -> Int {
        var (low, high) = (0, stretches.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if stretches[middle].position <= position { low = middle } else { high = middle }
        }
        return position + (stretches.isEmpty ? 1 : stretches[low].offset)
    }
}
