/// Which number each message of one ledger has in another: pieces of consecutive numbers, so that a whole ledger moved to an empty one is a
/// single piece.
package struct EntryMap: Sendable {
    private struct Piece {
        let first: Int64
        let other: Int64
        var count: Int64
    }

    private var pieces: [Piece] = []

    /// Knows no message.
    package init() {}

    /// Adds a message; numbers must rise.
    package mutating func add(_ number: Int64, is other: Int64) {
        if let last = pieces.last, last.first + last.count == number, last.other + last.count == other {
            pieces[pieces.count - 1].count += 1
        } else {
            pieces.append(Piece(first: number, other: other, count: 1))
        }
    }

    /// The number in the other ledger; nil for a message that did not come.
    package subscript(number: Int64) -> Int64? {
        let index = end(of: number)
        guard index > 0 else { return nil }
        let piece = pieces[index - 1]
        return number < piece.first + piece.count ? piece.other + (number - piece.first) : nil
    }

    /// Consecutive numbers of the other ledger, in order, that some numbers have; numbers that did not come are left out.
    package func ranges(of numbers: ClosedRange<Int64>) -> [Range<Int64>] {
        var found: [Range<Int64>] = []
        var index = max(end(of: numbers.lowerBound) - 1, 0)
        while index < pieces.count, pieces[index].first <= numbers.upperBound {
            let piece = pieces[index]
            let low = max(numbers.lowerBound, piece.first)
            let high = min(numbers.upperBound, piece.first + piece.count - 1)
            if low <= high { found.append(piece.other + (low - piece.first)..<piece.other + (high - piece.first) + 1) }
            index += 1
        }
        return found
    }

    /// How many pieces begin at a number or before it.
    private func end(of number: Int64) -> Int {
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].first <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
