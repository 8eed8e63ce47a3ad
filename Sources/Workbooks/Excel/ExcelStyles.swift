/// The number formats of cells, by the number of their style.
struct ExcelStyles: Sendable {
    private(set) var formats: [CellFormat] = []
    private var changingTexts: [Bool] = []

    /// Without styles every number is shown as it comes.
    init() {}

    /// Reads the styles of a workbook.
    init(_ file: PackedFile, _ part: String) throws {
        let handler = StyleHandler()
        try XMLStream.read(file, part, handler)
        var known: [Int: CellFormat] = [:]
        formats = handler.styles.map { number in
            if let format = known[number] { return format }
            let format = handler.codes[number].map(CellFormat.init) ?? CellFormat.builtIn(number) ?? .general
            known[number] = format
            return format
        }
        changingTexts = formats.map(\.changesTexts)
    }

    /// Whether a style shows a text as something else; asked for every text.
    func changesTexts(_ style: Int) -> Bool { style < changingTexts.count && changingTexts[style] }

    /// The format of a style; that of no style at all shows numbers as they come.
    subscript(_ style: Int) -> CellFormat { style < formats.count ? formats[style] : .general }
}

private final class StyleHandler: XMLHandler {
    /// More styles than Excel allows are no styles.
    private static let limit = 1 << 17

    var codes: [Int: String] = [:]
    var styles: [Int] = []
    private var isInCells = false

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        switch name {
        case "numFmt":
            if let number = attributes["numFmtId"]?.number, let code = attributes.string("formatCode") {
                codes[number] = code
            }
        case "cellXfs": isInCells = true
        case "xf" where isInCells: styles.append(attributes["numFmtId"]?.number ?? 0)
        default: break
        }
        if styles.count > Self.limit || codes.count > Self.limit {
            fault = .harmful("The workbook has more than \(Self.limit) styles")
        }
    }

    override func end(_ name: XMLText) { if name == "cellXfs" { isInCells = false } }
}
