/// Everything but the file itself that decides what a manifest means.
///
/// Stored with a run, so that `report` and `resolve` read the file the way it was sent.
package struct ReadingOptions: Sendable, Codable, Hashable {
    /// The format; nil: by the ending of the file's name.
    package var inputFormat: ManifestFormat?
    /// The byte between two cells; nil: found by looking at the first lines.
    package var delimiter: UInt8?
    /// The name of the file's encoding as iconv knows it; nil: UTF-8, or UTF-16 when the file begins with its mark.
    package var encoding: String?
    /// The keys, joined by dots, that lead to the array of rows in a JSON document; nil: the document is a manifest itself.
    package var jsonPath: String?
    /// The name of the sheet that is read of a workbook; nil: the first that can be seen.
    package var sheet: String?
    /// The row of a workbook that holds the columns' names; nil: the first with content.
    package var headerRow: Int?
    /// What becomes of a workbook's hidden rows; nil: they are refused.
    package var hiddenRows: HiddenRows?
    /// What counts of a workbook's cell whose format shows something else than its value; nil: it is refused in a message.
    package var cellValues: CellValues?
    /// Which column holds which field: the API's field name, or a template variable, to the column's name.
    package var columnMap: [String: String]
    /// The sender of rows without one.
    package var defaultSender: String?
    /// The message of rows without one.
    package var defaultMessage: String?
    /// The attachment's path of rows without one; may be a template.
    package var defaultAttachment: String?
    /// The GIF's address of rows without one.
    package var defaultGIF: String?
    /// A file whose text is the message template of rows without a message.
    package var templateFile: String?
    /// Whether the message column is itself a template.
    package var render: Bool
    /// The folder no attachment may leave; nil: the manifest's own.
    package var attachmentsRoot: String?
    /// The largest attachment in bytes. The default is PHP's own limit for one upload, 2 MiB.
    package var maxAttachmentSize: Int64
    /// The largest row in bytes. The default is 1 MiB; at most 1 GiB.
    package var maxRowSize: Int
    /// Whether a second row for the same recipient is an error; otherwise a warning.
    package var uniqueUsers: Bool

    /// Reads as the documentation's defaults say.
    package init(
        inputFormat: ManifestFormat? = nil, delimiter: UInt8? = nil, encoding: String? = nil,
        jsonPath: String? = nil, columnMap: [String: String] = [:], defaultSender: String? = nil,
        defaultMessage: String? = nil,
        defaultAttachment: String? = nil, defaultGIF: String? = nil, templateFile: String? = nil,
        render: Bool = false, attachmentsRoot: String? = nil, maxAttachmentSize: Int64 = 2 << 20,
        maxRowSize: Int = 1 << 20, uniqueUsers: Bool = false
    ) {
        self.inputFormat = inputFormat
        self.delimiter = delimiter
        self.encoding = encoding
        self.jsonPath = jsonPath
        self.columnMap = columnMap
        self.defaultSender = defaultSender
        self.defaultMessage = defaultMessage
        self.defaultAttachment = defaultAttachment
        self.defaultGIF = defaultGIF
        self.templateFile = templateFile
        self.render = render
        self.attachmentsRoot = attachmentsRoot
        self.maxAttachmentSize = maxAttachmentSize
        self.maxRowSize = maxRowSize
        self.uniqueUsers = uniqueUsers
    }
}
