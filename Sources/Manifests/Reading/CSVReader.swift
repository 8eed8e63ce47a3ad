import BatchModel
import Digests
import Text

/// Reads rows from text with delimiters and quotes.
final class CSVReader: RecordReader {
    private static let feedSize = 1 << 16

    private let source: TextSource
    private let file: String
    private let ending: FileEnding
    private let maxRowSize: Int
    private let parser: LibCSV
    private let layout: TextLayout
    private var block: [UInt8] = []
    private var fed = 0..<0
    private var columns: ColumnTable
    private var hasHeader = false
    private var isFinished = false
    private(set) var usedByteCount = 0
    private var fault: (any Error)?
    var looksLikeUTF8: Bool { source.looksLikeUTF8 }

    /// Starts at the beginning of the file; `hasher` is fed every byte of it.
    init(_ file: ManifestFile, layout: TextLayout, options: ReadingOptions, hasher: SHA256Hasher?) {
        source = TextSource(file, layout: layout, hasher: hasher)
        parser = LibCSV(delimiter: layout.delimiter)
        self.file = file.displayName
        ending = layout.ending
        self.layout = layout
        maxRowSize = options.maxRowSize
        columns = ColumnTable(map: options.columnMap)
        firstLine = layout.firstLine
    }

    private let firstLine: Int

    /// Appends rows; false at the end of the file. A fault is thrown after all rows before it were returned.
    func read(into page: inout RecordPage) throws -> Bool {
        if let fault { throw fault }
        if isFinished { return false }
        if !hasHeader { page.nextLine = firstLine }
        do {
            while page.rows.isEmpty || page.bytes.count < RecordPage.targetByteCount {
                if try !feed(&page) {
                    isFinished = true
                    break
                }
            }
        } catch {
            fault = error
        }
        if !hasHeader, !page.rows.isEmpty {
            takeHeader(&page)
            if columns.ownCount > ColumnTable.limit {
                fault = tooManyColumns(page)
                page.dropAll()
            }
        }
        page.columns = columns
        if page.rows.isEmpty, let fault { throw fault }
        return !page.rows.isEmpty
    }

    /// Parses the next piece of text; false when there is none.
    private func feed(_ page: inout RecordPage) throws -> Bool {
        if fed.isEmpty {
            do {
                guard let next = try source.read(into: &block) else {
                    try refuseHalfRow(page)
                    if let refusal = parser.finish(into: &page) { throw explain(refusal, page) }
                    return false
                }
                fed = next
            } catch let error as TextSource.Undecodable {
                if error.offset > ending.contentEnd - 4 { try refuseHalfRow(page, isCut: true) }
                throw explain(error, page)
            }
        }
        let piece = fed.prefix(Self.feedSize)
        fed = piece.upperBound..<fed.upperBound
        usedByteCount += piece.count
        if let refusal = parser.parse(block, piece, into: &page) { throw explain(refusal, page) }
        try checkSize(&page)
        return true
    }

    private func checkSize(_ page: inout RecordPage) throws {
        let limit = maxRowSize + (hasAddedColumns(page) ? AddedColumns.byteLimit : 0)
        if page.largestRow > limit {
            page.dropRows(largerThan: limit)
            throw tooLarge(page, mayBeOpen: false)
        }
        if page.openByteCount + page.openCellCount + parser.unfinishedByteCount > limit {
            throw tooLarge(page, mayBeOpen: parser.isInQuotes)
        }
    }

    /// What we added to a file to be sent again must not make its rows too large.
    private func hasAddedColumns(_ page: RecordPage) -> Bool {
        if hasHeader { return !columns.added.isEmpty }
        guard !page.rows.isEmpty else { return false }
        return page.cellRange(ofRow: 0).contains { page.bytes[page.byteRange(ofCell: $0)].elementsEqual(Self.ordinal) }
    }

    private static let ordinal = Array(AddedColumns.ordinal.utf8)

    private func takeHeader(_ page: inout RecordPage) {
        hasHeader = true
        page.firstRow = 1
        // Somewhat more than allowed is enough to know that there are too many.
        var cells = page.cellRange(ofRow: 0)
        // Where a spreadsheet was saved in its full width, thousands of columns have neither name nor content.
        if cells.count > ColumnTable.limit {
            while let last = cells.last, page.isBlank(cell: last) { cells.removeLast() }
        }
        cells = cells.prefix(ColumnTable.limit + AddedColumns.names.count + 1)
        columns.append(header: cells.map(page.text(ofCell:)))
        columns.settle()
    }

    /// Refuses zero bytes behind a row that was not written to its end.
    private func refuseHalfRow(_ page: RecordPage, isCut: Bool = false) throws {
        let isOpen = isCut || page.openCellCount > 0 || parser.unfinishedByteCount > 0 || parser.isInQuotes
        guard ending.zeroByteCount > 0, isOpen else { return }
        let place = SourceLocation(file: file, row: page.nextNumber, line: page.nextLine)
        throw ZeroPadding.fault(at: place, row: page.nextNumber, byteCount: ending.zeroByteCount)
    }

    // MARK: Faults

    private func explain(_ refusal: LibCSV.Refusal, _ page: RecordPage) -> ManifestFault {
        let cellLine = page.nextLine + page.openLineBreaks
        switch refusal {
        case .openQuote:
            return fault(
                .openQuote, page, line: cellLine, "The quote that opens on line \(cellLine) is never closed.",
                "Close it, or double every quote that belongs to the text (\"\").")
        case .strayQuote:
            let behind = block[min(parser.refusedAt + 1, block.count)..<fed.upperBound]
            if let known = QuoteFault(strayBehind: parser.unfinishedCell, behind, layout: layout) {
                let isGuard = parser.unfinishedCell.first == UInt8(ascii: "=")
                return fault(
                    isGuard ? .formulaGuard : .strayQuote, page, line: cellLine,
                    "On line \(cellLine) \(known.problem).",
                    known.remedy)
            }
            return fault(
                .strayQuote, page, line: cellLine,
                "On line \(cellLine) a quote stands inside a cell that does not begin with one.",
                "Put the whole cell in quotes and double every quote inside it (\"\").")
        case .textAfterQuote:
            let line = cellLine + parser.unfinishedLineBreaks
            if let known = QuoteFault(textBehindQuote: block[parser.refusedAt..<fed.upperBound], layout: layout) {
                return fault(.textAfterQuote, page, line: line, "On line \(line) \(known.problem).", known.remedy)
            }
            return fault(
                .textAfterQuote, page, line: line,
                "On line \(line) text follows the closing quote of the cell that opens on line \(cellLine).",
                "Double every quote that belongs to the text (\"\"), and leave nothing after the closing quote.")
        }
    }

    private func explain(_ error: TextSource.Undecodable, _ page: RecordPage) -> ManifestFault {
        let line = page.nextLine + page.openLineBreaks + parser.unfinishedLineBreaks
        return error.fault(at: SourceLocation(file: file, row: page.nextNumber, line: line))
    }

    private func tooLarge(_ page: RecordPage, mayBeOpen: Bool) -> ManifestFault {
        let quoteLine = page.nextLine + page.openLineBreaks
        let limit = ByteCount(bytes: Int64(maxRowSize)).text
        let problem = "The row that begins on line \(page.nextLine) is larger than \(limit)"
        return mayBeOpen
            ? fault(
                .rowTooLarge, page, line: page.nextLine,
                problem + "; the quote that opens on line \(quoteLine) may never be closed.",
                "Close the quote, or allow larger rows with \(option: .maxRowSize).")
            : fault(
                .rowTooLarge, page, line: page.nextLine, problem + ".", "Shorten it, or raise \(option: .maxRowSize).")
    }

    private func tooManyColumns(_ page: RecordPage) -> ManifestFault {
        let place = SourceLocation(file: file, row: page.rows[0].number, line: page.rows[0].line)
        return ManifestFault(
            .invalid, .tooManyColumns, at: place,
            problem: "The header has more than \(ColumnTable.limit) columns.",
            remedy: "Remove columns that nobody needs, or check the delimiter.")
    }

    private func fault(
        _ code: ManifestCode, _ page: RecordPage, line: Int, _ problem: String, _ remedy: String
    ) -> ManifestFault {
        let place = SourceLocation(file: file, row: page.nextNumber, line: line)
        return ManifestFault(.invalid, code, at: place, problem: problem, remedy: remedy)
    }
}
