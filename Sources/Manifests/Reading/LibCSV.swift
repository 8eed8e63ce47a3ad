import CLibCSV

/// libcsv, strict, with everything kept that it would drop: blanks, line numbers, and the place of an error.
///
/// Together with `Bytes.swift` and `EncodingConverter.swift` the only unsafe code of the target. The parser's C state lives in this object and is
/// freed with it; the two callbacks receive the address of the caller's page, which is pinned for the length of one call.
/// Rows cannot grow without bound although libcsv has no limit: the caller looks at `unfinishedByteCount` after every
/// block it feeds.
@safe final class LibCSV {
    /// Why libcsv refused the file.
    enum Refusal: Hashable { case strayQuote, textAfterQuote, openQuote }

    private var parser = unsafe csv_parser()

    /// Stops the program when libcsv cannot be started, which takes a lack of a few bytes of memory.
    init(delimiter: UInt8) {
        let options = UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL)
        let status = unsafe csv_init(&parser, options)
        precondition(status == 0, "libcsv cannot start")
        unsafe csv_set_delim(&parser, delimiter)
        // Without this libcsv trims the blanks around cells.
        unsafe csv_set_space_func(&parser, { _ in 0 })
        unsafe csv_set_blk_size(&parser, 1 << 16)
    }

    deinit { unsafe csv_free(&parser) }

    /// Bytes of the cell that is being read.
    var unfinishedByteCount: Int { unsafe parser.entry_pos }

    /// Whether the cell that is being read began with a quote.
    var isInQuotes: Bool { unsafe parser.quoted != 0 }

    /// Parses bytes and appends whole cells and rows to the page; on a refusal the page holds everything before it.
    func parse(_ block: [UInt8], _ range: Range<Int>, into page: inout RecordPage) -> Refusal? {
        let used = unsafe block.withUnsafeBytes { bytes in
            let slice = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
            return unsafe withUnsafeMutablePointer(to: &page) { page in
                unsafe csv_parse(&parser, slice.baseAddress, slice.count, cellEnded, rowEnded, page)
            }
        }
        refusedAt = range.lowerBound + used
        // After a refusal libcsv must not be fed or finished any more: it would report the half row as whole.
        if used == range.count, unsafe csv_error(&parser) == CSV_SUCCESS { return nil }
        return unsafe parser.quoted != 0 ? .textAfterQuote : .strayQuote
    }

    /// Ends the last row at the end of the file.
    func finish(into page: inout RecordPage) -> Refusal? {
        let status = unsafe withUnsafeMutablePointer(to: &page) { page in
            unsafe csv_fini(&parser, cellEnded, rowEnded, page)
        }
        return status == 0 ? nil : .openQuote
    }

    /// Where in the block that was parsed last the byte stands that was refused.
    private(set) var refusedAt = 0

    /// What was read so far of the cell that is being read.
    var unfinishedCell: [UInt8] {
        let cell = unsafe UnsafeBufferPointer(start: parser.entry_buf, count: parser.entry_pos)
        return unsafe Array(cell)
    }

    /// Line breaks inside the cell that is being read.
    var unfinishedLineBreaks: Int {
        let cell = unsafe UnsafeBufferPointer(start: parser.entry_buf, count: parser.entry_pos)
        return unsafe RecordPage.lineBreaks(in: cell.span)
    }
}

private func cellEnded(_ text: UnsafeMutableRawPointer?, _ count: Int, _ page: UnsafeMutableRawPointer?) {
    let page = unsafe page?.assumingMemoryBound(to: RecordPage.self)
    unsafe page?.pointee.appendCell(UnsafeRawBufferPointer(start: text, count: count))
}

private func rowEnded(_ terminator: Int32, _ page: UnsafeMutableRawPointer?) {
    let page = unsafe page?.assumingMemoryBound(to: RecordPage.self)
    unsafe page?.pointee.endLine(UInt8(truncatingIfNeeded: terminator))
}

extension RecordPage {
    /// Adds the next cell of the open row.
    fileprivate mutating func appendCell(_ text: UnsafeRawBufferPointer) {
        unsafe bytes.append(contentsOf: text)
        endCell(column: openCellCount)
    }
}

extension Manifest {
    /// The version of libcsv, from the header it was built with: the library itself cannot tell.
    package static var libcsvVersion: String { "\(CSV_MAJOR).\(CSV_MINOR).\(CSV_RELEASE)" }
}
