import Digests

/// Feeds a digest with what a sheet says, however its archive is packed: the rows' numbers and the texts that are used.
struct SheetDigest {
    private static let size = 1 << 16

    private let hasher: SHA256Hasher
    private var buffer: [UInt8] = []

    init(_ hasher: SHA256Hasher) {
        self.hasher = hasher
        hasher.update("grupo-batch sheet 1\n")
    }

    /// Adds the header.
    mutating func add(_ number: Int, _ names: [String]) {
        add(number)
        add(names.count)
        for name in names {
            add(name.utf8.count)
            buffer += name.utf8
        }
    }

    /// Adds the open row of a page.
    mutating func add(_ number: Int, _ page: RecordPage) {
        add(number)
        for cell in page.cells.count - page.openCellCount..<page.cells.count { add(page.byteRange(ofCell: cell).count) }
        buffer += page.bytes[(page.bytes.count - page.openByteCount)...]
        if buffer.count > Self.size { flush() }
    }

    /// Adds what was kept back.
    mutating func finish() { flush() }

    private mutating func add(_ number: Int) {
        var rest = UInt64(number)
        repeat {
            buffer.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
    }

    private mutating func flush() {
        hasher.update(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }
}
