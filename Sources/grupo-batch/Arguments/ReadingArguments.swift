import ArgumentParser
import BatchEngine
import BatchModel
import Manifests

/// How the manifest is read and checked; shared by every command that reads one.
struct ReadingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Sender of rows without their own.", valueName: "name"))
    var sender: String?

    @Option(help: ArgumentHelp("Message of rows without their own.", valueName: "text"))
    var message: String?

    @Option(
        help: ArgumentHelp("File with the message template of rows without their own.", valueName: "file"),
        completion: .file())
    var template: String?

    @Option(help: ArgumentHelp("Attachment of rows without their own.", valueName: "file"))
    var attachment: String?

    @Option(name: .customLong("gif-url"), help: ArgumentHelp("GIF of rows without their own.", valueName: "url"))
    var gifURL: String?

    @Option(help: ArgumentHelp("Label of the batch: a new label sends the same content anew.", valueName: "name"))
    var batch: String?

    @Flag(help: "Treat the message column as a template ({{column}}).")
    var render = false

    @Option(
        help: ArgumentHelp(
            "Read FIELD from COLUMN, as in user=Member, or from none, as in message=; repeatable.",
            valueName: "field=column"))
    var map: [String] = []

    @Option(help: ArgumentHelp("Character between two cells; found by itself without it.", valueName: "c"))
    var delimiter: String?

    @Option(help: ArgumentHelp("Encoding of the file, such as windows-1252 (UTF-8).", valueName: "name"))
    var encoding: String?

    @Option(
        help: ArgumentHelp("csv, tsv, json, jsonl, xlsx or ods; by the file's ending without it.", valueName: "format"))
    var inputFormat: ManifestFormat?

    @Option(
        help: ArgumentHelp(
            "Key or table whose array holds the rows of a JSON file, as in result.items.", valueName: "key"))
    var jsonPath: String?

    @Option(
        help: ArgumentHelp("Sheet of a workbook; the first that can be seen without it.", valueName: "name"))
    var sheet: String?

    @Option(help: ArgumentHelp("Row of a workbook that names the columns (the first with content).", valueName: "n"))
    var headerRow: Int?

    @Option(help: ArgumentHelp("send or skip rows of a workbook that are hidden or filtered out.", valueName: "what"))
    var hiddenRows: HiddenRows?

    @Option(
        help: ArgumentHelp(
            "stored or shown: what goes into messages of a workbook's cell whose format shows something else.",
            valueName: "which"))
    var cellValues: CellValues?

    @Option(
        help: ArgumentHelp("Folder no attachment may leave (that of your list).", valueName: "dir"),
        completion: .directory
    )
    var attachmentsRoot: String?

    @Option("Largest attachment; know your site's limits.", valueName: "size")
    var maxAttachmentSize = SizeArgument(bytes: 2 << 20)

    @Option("Largest row of the file.", valueName: "size")
    var maxRowSize = SizeArgument(bytes: 1 << 20)

    @Flag(help: "Make a second row for the same recipient an error.")
    var uniqueUsers = false

    func validate() throws {
        if message != nil, template != nil {
            throw ValidationError("--message and --template exclude each other: both are for rows without a message.")
        }
        _ = try given()
    }

    /// The batch's label. An empty one is none, as in the environment: a shell's variable that is not set must not make a campaign
    /// of its own.
    var label: String? { batch?.isEmpty == true ? nil : batch }

    /// What the reader is told.
    func options() throws -> ReadingOptions {
        let options = try given()
        // Only a template has variables of its own; any other name would be ignored in silence.
        if template == nil, !render { try refuseStrangers(options.columnMap) }
        return options
    }

    private func refuseStrangers(_ columnMap: [String: String]) throws {
        guard let name = columnMap.keys.sorted().first(where: { ManifestField(header: $0) == nil }) else { return }
        throw Failure(
            Settings.status(of: "map"),
            """
            \(Settings.source(of: "map")): \(DisplayText.oneLine(name)) is no field; the fields are \
            \(ManifestField.allCases.map(\.name).joined(separator: ", ")). A template's variable needs --template or --render.
            """)
    }

    /// Who gave the values of rows without their own.
    var origins: [RowDefault: OptionOrigin] {
        Dictionary(
            uniqueKeysWithValues: RowDefault.allCases.map { option in
                let name = option.rawValue
                return (option, OptionOrigin(name: Settings.source(of: name), isTyped: !Settings.isConfigured(name)))
            })
    }

    /// How options that may do nothing are called where they came from.
    var optionNames: [String: String] {
        Dictionary(uniqueKeysWithValues: ["render", "map"].map { ($0, Settings.source(of: $0)) })
    }

    private func given() throws -> ReadingOptions {
        var options = ReadingOptions()
        options.inputFormat = inputFormat
        options.delimiter = try delimiter.map(Self.delimiterByte)
        options.encoding = encoding
        if let jsonPath, jsonPath.split(separator: ".", omittingEmptySubsequences: false).contains(where: \.isEmpty) {
            throw ValidationError("--json-path takes keys joined by dots, as in data or result.items.")
        }
        options.jsonPath = jsonPath
        options.sheet = sheet
        if let headerRow, headerRow < 1 { throw ValidationError("--header-row takes the number of a row, from 1.") }
        options.headerRow = headerRow
        options.hiddenRows = hiddenRows
        options.cellValues = cellValues
        options.columnMap = try columnMap()
        options.defaultSender = sender
        options.defaultMessage = message
        options.defaultAttachment = attachment
        options.defaultGIF = gifURL
        options.templateFile = template
        options.render = render
        options.attachmentsRoot = attachmentsRoot
        options.maxAttachmentSize = maxAttachmentSize.size.bytes
        guard maxRowSize.size.bytes <= 1 << 30 else { throw ValidationError("--max-row-size takes at most 1GiB.") }
        options.maxRowSize = Int(maxRowSize.size.bytes)
        options.uniqueUsers = uniqueUsers
        return options
    }

    /// What the user changes in the way a manifest was last read; nil when nothing is given.
    func changes() throws -> ((inout ReadingOptions) -> Void)? {
        let given = try given()
        let unchanged = ReadingOptions()
        guard given != unchanged else { return nil }
        return { reading in
            func change<Value: Equatable>(_ field: WritableKeyPath<ReadingOptions, Value>) {
                if given[keyPath: field] != unchanged[keyPath: field] {
                    reading[keyPath: field] = given[keyPath: field]
                }
            }
            // One of the two is what rows without a message got; the other takes its place.
            if given.defaultMessage != nil { reading.templateFile = nil }
            if given.templateFile != nil { reading.defaultMessage = nil }
            change(\.inputFormat)
            change(\.delimiter)
            change(\.encoding)
            change(\.jsonPath)
            change(\.sheet)
            change(\.headerRow)
            change(\.hiddenRows)
            change(\.cellValues)
            change(\.columnMap)
            change(\.defaultSender)
            change(\.defaultMessage)
            change(\.defaultAttachment)
            change(\.defaultGIF)
            change(\.templateFile)
            change(\.render)
            change(\.attachmentsRoot)
            change(\.maxAttachmentSize)
            change(\.maxRowSize)
            change(\.uniqueUsers)
        }
    }

    private static func delimiterByte(_ text: String) throws -> UInt8 {
        if text.lowercased() == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
        let bytes = Array(text.utf8)
        guard bytes.count == 1, bytes[0] >= 0x20 || bytes[0] == 0x09, bytes[0] < 0x7F, bytes[0] != UInt8(ascii: "\"")
        else { throw ValidationError("--delimiter takes one ASCII character other than a quote, or “tab”.") }
        return bytes[0]
    }

    private func columnMap() throws -> [String: String] {
        var columns: [String: String] = [:]
        for entry in map {
            guard let equals = entry.firstIndex(of: "="), equals != entry.startIndex else {
                throw ValidationError("--map takes FIELD=COLUMN, as in --map user=Member.")
            }
            let column = String(entry[entry.index(after: equals)...])
            let field = String(entry[..<equals])
            // No column at all is a choice for a field; a variable without a column would be nothing.
            guard !column.isEmpty || ManifestField(header: field) != nil,
                columns.updateValue(column, forKey: field) == nil
            else { throw ValidationError("--map \(entry): name one column for each field.") }
        }
        return columns
    }
}

extension HiddenRows: ExpressibleByArgument {}

extension CellValues: ExpressibleByArgument {}

extension ManifestFormat: ExpressibleByArgument {
    /// Reads a format's name; `ndjson` is another name for `jsonl`.
    package init?(argument: String) {
        self.init(rawValue: argument.lowercased() == "ndjson" ? "jsonl" : argument.lowercased())
    }
}
