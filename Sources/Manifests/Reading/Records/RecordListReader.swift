import BatchModel

/// Reads records from a list under a key of a JSON object, and keeps the object's other members.
final class RecordListReader: RecordReader {
    private enum State { case start, list(isFirst: Bool), end }

    private let file: String
    private let listKey: String
    private let recordLimit: Int
    private var input: JSONInput
    private var objects = JSONObjectReader(columns: ColumnTable())
    private var state = State.start
    private var number = 1
    private var fault: (any Error)?
    /// The members met so far, the list left out.
    private(set) var members: [String: JSONValue] = [:]

    init(_ file: ManifestFile, layout: TextLayout, listKey: String, recordLimit: Int) {
        self.file = file.displayName
        self.listKey = listKey
        self.recordLimit = recordLimit
        input = JSONInput(TextSource(file, layout: layout))
    }

    var usedByteCount: Int { input.usedByteCount }

    var looksLikeUTF8: Bool { input.looksLikeUTF8 }

    func read(into page: inout RecordPage) throws -> Bool {
        if let fault { throw fault }
        do {
            while page.rows.isEmpty || page.bytes.count < RecordPage.targetByteCount {
                if try !readRecord(&page) { break }
            }
        } catch {
            page.dropOpenRow()
            fault = explain(error)
        }
        page.columns = objects.columns
        if page.rows.isEmpty, let fault { throw fault }
        return !page.rows.isEmpty
    }

    /// Reads members up to the list; false when the object ends without it.
    func findList() throws -> Bool {
        guard try input.skip(UInt8(ascii: "{")) else { throw JSONFault("The file is not an object.") }
        return try readMembers()
    }

    /// Reads one record; false behind the last, when everything behind the list was read too.
    private func readRecord(_ page: inout RecordPage) throws -> Bool {
        switch state {
        case .start:
            guard try findList() else { throw JSONFault("The object has no \"\(listKey)\".") }
            state = .list(isFirst: true)
            return try readRecord(&page)
        case .list(let isFirst):
            input.byteLimit = input.usedByteCount + recordLimit
            if try input.skip(UInt8(ascii: "]")) {
                try readTail()
                state = .end
                return false
            }
            if !isFirst { try input.expect(UInt8(ascii: ","), "A comma or a closing bracket") }
            _ = try input.skipBlanks()
            let line = input.line
            try objects.read(&input, into: &page, element: number)
            page.endElement(number: number, line: line)
            number += 1
            state = .list(isFirst: false)
            return true
        case .end:
            return false
        }
    }

    private func readMembers() throws -> Bool {
        if try input.skip(UInt8(ascii: "}")) { return false }
        repeat {
            let key = try input.readKey()
            if key == listKey, try input.skip(UInt8(ascii: "[")) { return true }
            members[key] = try input.readValue()
        } while try input.skip(UInt8(ascii: ","))
        try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        return false
    }

    private func readTail() throws {
        input.byteLimit = .max
        if try input.skip(UInt8(ascii: ",")) {
            if try readMembers() { throw JSONFault("The object has \"\(listKey)\" twice.") }
        } else {
            try input.expect(UInt8(ascii: "}"), "A comma or a closing brace")
        }
        if try input.skipBlanks() != nil { throw JSONFault("Text follows the end of the JSON.") }
    }

    private func explain(_ error: any Error) -> any Error {
        let place = SourceLocation(file: file, line: input.line)
        switch error {
        case let error as JSONFault:
            return ManifestFault(.invalid, .jsonSyntax, at: place, problem: error.problem, remedy: error.remedy)
        case is JSONInput.TooLarge, is JSONObjectReader.TooManyColumns:
            return ManifestFault(
                .invalid, .rowTooLarge, at: place, problem: "The record is too large.",
                remedy: "Use the file as it was written.")
        case let error as TextSource.Undecodable:
            return error.fault(at: place)
        default:
            return error
        }
    }
}
