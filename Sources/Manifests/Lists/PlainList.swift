import BatchModel
import Text

/// Reads a list of one name a line; blank lines do not count, nor lines that begin with `#`, unless a row's user is called so.
struct PlainList {
    private let file: String
    private let layout: TextLayout
    private let maxRowSize: Int
    private let source: TextSource
    private var digests = RecipientDigest()
    private var lineNumber: Int
    private var hasContent = false
    private var rules = CommentRules()

    init(_ file: ManifestFile, _ layout: TextLayout, maxRowSize: Int) {
        self.file = file.displayName
        self.layout = layout
        self.maxRowSize = maxRowSize
        source = TextSource(file, layout: layout)
        lineNumber = layout.firstLine
    }

    /// Reads to the end; throws a `ListFault` for a line that is more than a name.
    mutating func read(into users: inout SuppressedUsers) throws {
        var block: [UInt8] = []
        var rest: [UInt8] = []
        var endedAtReturn = false
        while let text = try next(&block) {
            var start = text.lowerBound
            for index in text where block[index] == 10 || block[index] == 13 {
                let isSecondHalf = block[index] == 10 && endedAtReturn && index == start && rest.isEmpty
                endedAtReturn = block[index] == 13
                if !isSecondHalf {
                    try take(rest + block[start..<index], &users)
                    lineNumber += 1
                    rest.removeAll(keepingCapacity: true)
                }
                start = index + 1
            }
            if start < text.upperBound { endedAtReturn = false }
            rest += block[start..<text.upperBound]
            if rest.count > maxRowSize {
                throw fault(
                    "Line \(lineNumber) is longer than \(ByteCount(bytes: Int64(maxRowSize)).text).",
                    "Write one name a line.")
            }
        }
        if !rest.isEmpty, layout.ending.zeroByteCount > 0 {
            throw ZeroPadding.fault(
                at: SourceLocation(file: file, line: lineNumber), row: nil, byteCount: layout.ending.zeroByteCount)
        }
        try take(rest, &users)
        if let line = rules.stray { throw narrow(line) }
    }

    private func next(_ block: inout [UInt8]) throws -> Range<Int>? {
        do {
            return try source.read(into: &block)
        } catch let error as TextSource.Undecodable {
            throw error.fault(at: SourceLocation(file: file))
        }
    }

    private mutating func take(_ bytes: [UInt8], _ users: inout SuppressedUsers) throws {
        let line = String(decoding: bytes, as: UTF8.self)
        let name = ListedName.trimmed(line)
        // Old editors end a file with Ctrl-Z.
        if name.isEmpty || name.allSatisfy({ $0 == "\u{1A}" }) { return }
        let damage = ListedName.damage(String(name)).first(where: \.spoilsUser)
        let isRule = CommentRules.isRule(name)
        if let line = rules.take(name, isComment: damage == nil, line: lineNumber) { throw narrow(line) }
        if name.first == "#", damage == nil || isRule {
            if !isRule { users.addComment(digests.of(String(name))) }
            return
        }
        if let stranger = ListedName.stranger(inLine: name) { throw refusal(of: String(name), holding: stranger) }
        if let damage { throw fault("The name on line \(lineNumber) \(damage.finding).", damage.remedy) }
        hasContent = true
        let digest = digests.of(String(name))
        users.add([digest])
        users.look(at: String(name), digest, number: lineNumber, isCell: false)
    }

    // MARK: Faults

    /// A line of nothing but `#` that no comment stands beside.
    private func narrow(_ line: Int) -> ListFault {
        ListFault(
            SourceLocation(file: file, line: line),
            "The name on line \(line) is ###, what a spreadsheet shows in a column too narrow.",
            "Make the column wider in the spreadsheet, and save the list again; in a comment, put words behind the #.")
    }

    private func refusal(of line: String, holding stranger: String) -> ListFault {
        let cells = cells(of: line)
        if cells.contains(where: ListColumns.isUser) {
            return fault(
                "The list is a table whose header, on line \(lineNumber), is not its first line.",
                "Remove what stands before the header.")
        }
        guard !hasContent, cells.count > 1, !line.contains("@") else {
            return ListFault(
                SourceLocation(file: file, line: lineNumber), text: line, holding: stranger,
                "Line \(lineNumber) holds \(stranger), and a list is one name a line.",
                """
                Write one name a line and nothing else, or put a header above that calls the column of names "user".
                """)
        }
        let names = ManifestField.user.headers
        let near = cells.lazy.compactMap { cell in
            ColumnName.suggestion(for: cell, among: names).map { (cell: cell, name: $0) }
        }.first
        let advice =
            near.map { "Is \"\($0.cell)\" the column of names? " }
            ?? LikelyUsers(cells).question("the column of names")
        return fault(
            "No column of the list is known to name users: its columns are \(ColumnCheck.list(cells)).",
            advice + "Call the one that does \"user\" in the first line, or write one name a line and nothing else.")
    }

    /// The cells of a line, as far as they show without a reader.
    private func cells(of line: String) -> [String] {
        let delimiters: [Character] = [",", ";", "\t", "|"]
        let delimiter = delimiters.max { one, other in
            line.count { $0 == one } < line.count { $0 == other }
        }
        return line.split { $0 == delimiter }.map { cell in
            String(ListedName.trimmed(String(cell).replacing("\"", with: "")))
        }
    }

    private func fault(_ problem: String, _ remedy: String) -> ListFault {
        ListFault(SourceLocation(file: file, line: lineNumber), problem, remedy)
    }
}
