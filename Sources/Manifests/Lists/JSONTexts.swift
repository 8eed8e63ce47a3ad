import BatchModel
import Text

/// Reads a list whose names are texts of a JSON array, or one text a line.
struct JSONTexts {
    private let file: String
    private let path: String?
    private let isLines: Bool
    private let maxRowSize: Int
    private var input: JSONInput
    private var digests = RecipientDigest()
    private var number = 0

    init(_ file: ManifestFile, _ layout: TextLayout, isLines: Bool, path: String?, _ maxRowSize: Int) {
        self.file = file.displayName
        (self.path, self.isLines, self.maxRowSize) = (path, isLines, maxRowSize)
        input = JSONInput(TextSource(file, layout: layout))
    }

    /// Reads to the end; throws a `ListFault` for an element that is not plainly a name.
    mutating func read(into users: inout SuppressedUsers) throws {
        do {
            if isLines { return try readLines(&users) }
            var document = JSONDocument(path: path, keyLimit: maxRowSize)
            var objects = JSONObjectReader(columns: ColumnTable())
            try document.readHead(&input, &objects)
            if try !input.skip(UInt8(ascii: "]")) {
                repeat { try readText(&users) } while try input.skip(UInt8(ascii: ","))
                input.byteLimit = .max
                try input.expect(UInt8(ascii: "]"), "A comma or a closing bracket")
            }
            try document.readTail(&input)
        } catch let fault as JSONFault {
            throw ListFault(place, fault.problem, fault.remedy)
        } catch let error as TextSource.Undecodable {
            throw error.fault(at: SourceLocation(file: file))
        } catch is JSONInput.TooLarge {
            throw ListFault(
                place, "A text is longer than \(ByteCount(bytes: Int64(maxRowSize)).text).",
                "Let each text be one name; a missing quote can also be the reason.")
        }
    }

    private mutating func readLines(_ users: inout SuppressedUsers) throws {
        while try input.skipBlanks() != nil {
            try readText(&users)
            let behind = try input.skipBlanksInLine()
            guard behind == nil || behind == 10 else {
                throw JSONFault("Text follows the name on its line.", "Write one text in quotes a line.")
            }
        }
    }

    private mutating func readText(_ users: inout SuppressedUsers) throws {
        number += 1
        input.byteLimit = input.usedByteCount + maxRowSize
        let first = try input.skipBlanks()
        guard first == UInt8(ascii: "\"") else {
            if first == nil { throw JSONFault.cut }
            throw ListFault(
                place, "Row \(number) is \(JSONShape.kind(first)), not a text.",
                "Write every name as a text in quotes.")
        }
        var text: [UInt8] = []
        try input.readString(into: &text)
        guard !input.hasLoneSurrogate else {
            throw ListFault(place, "Row \(number) holds half a character.", "Write the character whole.")
        }
        let name = String(decoding: text, as: UTF8.self)
        let names = try ListCell.digests(name, at: place, &digests, &users)
        guard !names.isEmpty else {
            throw ListFault(place, "Row \(number) names no user.", "Fill in the name, or remove the row.")
        }
        users.add(names)
    }

    private var place: SourceLocation { SourceLocation(file: file, row: number > 0 ? number : nil, line: input.line) }
}
