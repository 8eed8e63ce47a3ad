import BatchModel

/// A line of the CSV report, put together as bytes in memory that every line uses again.
struct CSVLine {
    /// The line so far.
    private(set) var bytes: [UInt8] = []
    private var digits: [UInt8] = []
    private var clock = TimestampText()

    /// Forgets the last line.
    mutating func startOver() { bytes.removeAll(keepingCapacity: true) }

    /// Adds a cell for a number, empty for none.
    mutating func add(_ number: Int?) {
        if let number { append(number) }
        bytes.append(UInt8(ascii: ","))
    }

    /// Adds a cell for an instant in milliseconds since 1970 (UTC), empty for none.
    mutating func add(instant milliseconds: Int64?) {
        if let milliseconds { bytes += clock.iso8601(milliseconds) }
        bytes.append(UInt8(ascii: ","))
    }

    /// Adds a text of ours that is a cell as it is.
    mutating func add(plain text: String?) {
        if let text { bytes += text.utf8 }
        bytes.append(UInt8(ascii: ","))
    }

    /// Adds a text from outside.
    mutating func add(cell text: String?) { add(plain: text.map(CSVReportWriter.cell)) }

    /// Adds a cell for a row's identity, empty for none.
    mutating func add(_ digest: RowDigest?) {
        digest?.append(to: &bytes)
        bytes.append(UInt8(ascii: ","))
    }

    /// Ends the line after its last cell.
    mutating func end() {
        bytes.removeLast()
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        digits.removeAll(keepingCapacity: true)
        var rest = number.magnitude
        repeat {
            digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        for digit in digits.reversed() { bytes.append(digit) }
    }
}
