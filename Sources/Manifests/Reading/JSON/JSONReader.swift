import BatchModel
import Digests
import Text

/// Reads rows from JSON: an array of objects, an object with `defaults` and `messages`, or one object a line.
final class JSONReader: RecordReader {
    private enum State { case start, elements(isFirst: Bool), end }

    private let file: String
    private let maxRowSize: Int
    private let isLines: Bool
    private let ending: FileEnding
    private let keepsTexts: Bool
    private var input: JSONInput
    private var objects: JSONObjectReader
    private var state = State.start
    private var document: JSONDocument
    private var isInElements = false
    /// Whether the comma before the next element was read already.
    private var isBehindComma = false
    /// The number of the element that is read or comes next.
    private var number = 1
    private var fault: (any Error)?

    /// Starts at the beginning of the file; `hasher` is fed every byte of it.
    init(
        _ file: ManifestFile, format: ManifestFormat, layout: TextLayout, options: ReadingOptions,
        hasher: SHA256Hasher?, keepsTexts: Bool = false
    ) {
        self.file = file.displayName
        maxRowSize = options.maxRowSize
        isLines = format == .jsonl
        let nested = NestedKeys(options.columnMap)
        let mapped = ListColumns.mapped(options)
        let tables =
            isLines
            ? nil
            : JSONTables(of: file, layout, path: options.jsonPath) { key in
                ListColumns.isUser(key) || mapped.map { NestedKeys.begins($0, with: key) } ?? false
            }
        document = JSONDocument(path: options.jsonPath, keyLimit: options.maxRowSize, tables: tables)
        self.keepsTexts = keepsTexts
        ending = layout.ending
        input = JSONInput(TextSource(file, layout: layout, hasher: hasher))
        input.staysInLine = isLines
        let takesExportNames = JSONHeadKeys(of: file, layout: layout).needExportNames(of: .user)
        objects = JSONObjectReader(
            columns: ColumnTable(map: options.columnMap, takesExportNames: takesExportNames), nested: nested)
    }

    /// Appends rows; false at the end of the file. A fault is thrown after all rows before it were returned.
    func read(into page: inout RecordPage) throws -> Bool {
        if let fault { throw fault }
        do {
            while page.rows.isEmpty || page.bytes.count < RecordPage.targetByteCount {
                if try !(isLines ? readLine(&page) : readElement(&page)) { break }
            }
        } catch {
            page.dropOpenRow()
            fault = explain(error)
        }
        page.columns = objects.columns
        page.wayToUser = objects.inner.wayToUser
        page.hasIdlePath = document.hasIdlePath
        if page.rows.isEmpty, let fault { throw fault }
        return !page.rows.isEmpty
    }

    var usedByteCount: Int { input.usedByteCount }

    var looksLikeUTF8: Bool { input.looksLikeUTF8 }

    /// Whether the elements stand below `messages`, in an object of our own form.
    var isDocument: Bool { document.isOwnForm }

    /// The text of the document's `defaults`.
    var defaults: [UInt8]? { document.defaults }

    // MARK: JSON Lines

    /// Reads one line; a line that is not JSON becomes a row with an issue, and the next line is read as usual.
    private func readLine(_ page: inout RecordPage) throws -> Bool {
        while let byte = try input.skipBlanksInLine(), byte == 10 {
            page.blankLineCount += 1
            try input.skipLine()
        }
        guard let first = try input.peek() else { return false }
        let isStart = if case .start = state { true } else { false }
        let mayBeArray = isStart && first == UInt8(ascii: "[")
        state = .elements(isFirst: false)
        isInElements = true
        let line = input.line
        input.byteLimit = input.usedByteCount + maxRowSize
        if keepsTexts { input.beginText() }
        var isBehindLine = false
        do {
            try objects.read(&input, into: &page, element: number)
            try checkSize(line)
            let behind = try input.skipBlanksInLine()
            guard behind == nil || behind == 10 else {
                throw behind == UInt8(ascii: ",") ? Self.comma : JSONFault("Text follows the object on its line.")
            }
        } catch let error as JSONFault {
            if mayBeArray { throw Self.array }
            // Zero bytes behind half an object spoil the whole file: nobody knows what else is missing.
            if ending.zeroByteCount > 0, try input.peek() == nil { throw JSONFault.cut }
            if isStart, first != UInt8(ascii: "{") || error == .cutLine {
                try input.skipLine()
                isBehindLine = true
                guard try isFollowedByObject(&page) else { throw error == .cutLine ? Self.document : Self.noLines }
            }
            page.dropOpenRow()
            page.issues.append(
                RecordPage.Issue(
                    row: page.rows.count, code: error.code, problem: error.problem, remedy: error.remedy))
        }
        if !isBehindLine { try input.skipLine() }
        let text = input.endText()
        if mayBeArray, try !isFollowedByObject(&page) { throw Self.array }
        endElement(&page, line, text)
        return true
    }

    /// Whether the next line that is not blank begins with an object.
    private func isFollowedByObject(_ page: inout RecordPage) throws -> Bool {
        input.byteLimit = .max
        while let byte = try input.skipBlanksInLine(), byte == 10 {
            page.blankLineCount += 1
            try input.skipLine()
        }
        return try input.peek() == UInt8(ascii: "{")
    }

    // MARK: Arrays and documents

    /// Reads one element; false behind the last.
    private func readElement(_ page: inout RecordPage) throws -> Bool {
        input.byteLimit = input.usedByteCount + maxRowSize
        switch state {
        case .start:
            state = .elements(isFirst: true)
            input.byteLimit = .max
            try document.readHead(&input, &objects)
            isInElements = true
            return try readElement(&page)
        case .elements(let isFirst):
            if try input.skip(UInt8(ascii: "]")) {
                input.byteLimit = .max
                try document.readTail(&input)
                state = .end
                return false
            }
            if !isFirst, !isBehindComma { try input.expect(UInt8(ascii: ","), "A comma or a closing bracket") }
            isBehindComma = false
            if try input.skipBlanks() == UInt8(ascii: "]") {
                throw JSONFault("A comma stands behind the last element.", "Remove the comma.")
            }
            let line = input.line
            let isArray = try input.skipBlanks() == UInt8(ascii: "[")
            if keepsTexts { input.beginText() }
            try objects.read(&input, into: &page, element: number)
            try checkSize(line)
            let text = input.endText()
            if isArray, number == 1 {
                // One array among objects is a row that is none; if the rows are arrays, the file is of another shape.
                input.byteLimit = .max
                isBehindComma = try input.skip(UInt8(ascii: ","))
                guard isBehindComma, try input.skipBlanks() == UInt8(ascii: "{") else { throw Self.arrayOfArrays }
            }
            endElement(&page, line, text)
            state = .elements(isFirst: false)
            return true
        case .end:
            return false
        }
    }

    private func endElement(_ page: inout RecordPage, _ line: Int, _ text: [UInt8]) {
        if objects.isEmpty, page.issues.last?.row != page.rows.count {
            page.dropOpenRow()
            page.emptyRowCount += 1
            number += 1
            return
        }
        if keepsTexts {
            let blanks = text.reversed().prefix { $0 == 32 || $0 == 9 || $0 == 13 || $0 == 10 }.count
            page.texts.append(Array(text.dropLast(blanks)))
        }
        page.endElement(number: number, line: line)
        number += 1
    }

    private func checkSize(_ line: Int) throws {
        if input.usedByteCount > input.byteLimit { throw JSONInput.TooLarge() }
    }

    // MARK: Faults

    private static let array = JSONFault.shape(
        "The file is an array, not one object a line.", "Name it .json, or add \(option: .inputFormat) json.")

    private static let comma = JSONFault(
        "A comma stands behind the object on its line.", "Remove the commas between the lines.")

    private static let document = JSONFault.shape(
        "The file is one JSON document over several lines, not one object a line.",
        "Name it .json, or add \(option: .inputFormat) json.")

    private static let noLines = JSONFault.shape(
        "The file is not one JSON object a line.", "If it is a table, name it .csv, or add \(option: .inputFormat) csv."
    )

    private static let arrayOfArrays = JSONFault.shape(
        "The file's rows are arrays, not objects with keys.",
        "Write every row in braces, with keys, or the whole as CSV with a header line.")

    private func explain(_ error: any Error) -> any Error {
        var place = SourceLocation(file: file, row: isInElements ? number : nil, line: input.line)
        switch error {
        case JSONFault.cut where ending.zeroByteCount > 0:
            return ZeroPadding.fault(at: place, row: place.row, byteCount: ending.zeroByteCount)
        case let error as TextSource.Undecodable where ending.zeroByteCount > 0 && error.offset > ending.contentEnd - 4:
            return ZeroPadding.fault(at: place, row: place.row, byteCount: ending.zeroByteCount)
        case let error as JSONFault:
            // It is the whole that is of another shape, whichever line showed it.
            if error.code == .jsonShape { place = SourceLocation(file: file) }
            return ManifestFault(.invalid, error.code, at: place, problem: error.problem, remedy: error.remedy)
        case is JSONInput.TooLarge:
            return ManifestFault(
                .invalid, .rowTooLarge, at: place,
                problem: "The element is larger than \(ByteCount(bytes: Int64(maxRowSize)).text).",
                remedy: "Shorten it, or raise \(option: .maxRowSize); a missing quote can also be the reason.")
        case let error as TextSource.Undecodable:
            return error.fault(at: place)
        case is JSONObjectReader.TooManyColumns:
            return ManifestFault(
                .invalid, .tooManyColumns, at: place,
                problem: "The elements have more than \(ColumnTable.limit) different keys.", remedy: "Remove some.")
        default:
            return error
        }
    }
}
