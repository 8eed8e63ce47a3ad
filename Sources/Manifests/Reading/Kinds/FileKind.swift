import BatchModel
import Text

/// What a file really is, where that is not the text its name promises.
///
/// A manifest, a list and a template are looked at in the same way before they are read. A kind that some reader learns to
/// read one day is taken out of `Manifest.open`'s refusal there, and nowhere else.
package enum FileKind: Sendable, Hashable {
    case excelWorkbook, binaryExcelWorkbook, openDocumentSpreadsheet, flatSpreadsheet, oldExcelWorkbook, excelXML
    case appleDocument, wordDocument, presentation, openDocument, oldOfficeDocument, protectedDocument, outlookMessage
    /// What Google Drive keeps of a document on a disk: its address.
    case googlePointer
    case webPage, xml, richText, pdf, addressBook, calendar
    /// Text that is no table.
    case sqlDump, directoryExport, mail, drawnTable, yaml, settings, patch
    case zip, emptyZip, gzip, archive, image, database
    /// A ZIP archive without a name that would tell what it holds.
    case unknownZip
    /// Bytes that are no text at all.
    case binary
    /// Nothing but zero bytes.
    case zeros
    /// UTF-16 without the mark that would say so; the encoding's name.
    case unmarkedWide(String)
    /// Text of one byte a character behind the mark of UTF-16.
    case falselyMarked
    /// East Asian text in ASCII with escapes; the encoding's name.
    case escaped(String)

    /// What a file is opened as.
    package enum Use: Sendable, Hashable {
        case manifest, list, template
    }

    /// Whether it is a table that a spreadsheet program can save as text.
    package var isSpreadsheet: Bool {
        switch self {
        case .excelWorkbook, .binaryExcelWorkbook, .openDocumentSpreadsheet, .flatSpreadsheet, .oldExcelWorkbook,
            .excelXML:
            true
        default: false
        }
    }

    /// The format that files of this kind are read in; nil for one that no reader takes.
    package var workbook: ManifestFormat? {
        switch self {
        case .excelWorkbook: .xlsx
        case .openDocumentSpreadsheet: .ods
        default: nil
        }
    }

    /// Why a file of this kind cannot be used, and the next step.
    package func fault(at place: SourceLocation, as use: Use = .manifest) -> ManifestFault {
        let file =
            switch use {
            case .manifest: "The file"
            case .list: "The list"
            case .template: "The template"
            }
        if let (encoding, mark) = foreignEncoding {
            let hint =
                use == .template ? "Save it as UTF-8." : "Save it as UTF-8, or add \(option: .encoding) \(encoding)."
            return ManifestFault(
                .invalid, .undecodable, at: place, problem: "\(file) looks like \(encoding)\(mark).", remedy: hint)
        }
        let problem =
            switch self {
            case .falselyMarked: "\(file) begins with the mark of UTF-16, but the text behind it is not in UTF-16."
            case .zeros: "\(file) holds nothing but zero bytes: what was in it is lost."
            case .binary: "\(file) is not text: it holds binary data."
            case .sqlDump, .directoryExport, .mail, .drawnTable, .yaml, .settings, .patch:
                "\(file) is \(name), not \(use == .list ? "a list of names" : "CSV or JSON")."
            case .excelWorkbook where use != .template, .openDocumentSpreadsheet where use != .template:
                "\(file) is \(name), which its name does not say."
            case .googlePointer: "\(file) is \(name)."
            default: "\(file) is \(name), not plain text."
            }
        return ManifestFault(.invalid, .unknownFormat, at: place, problem: problem, remedy: remedy(use))
    }

    /// Why a workbook cannot be read in the format that was chosen.
    func contradiction(to chosen: ManifestFormat, _ real: ManifestFormat, _ path: String, at place: SourceLocation)
        -> ManifestFault
    {
        ManifestFault(
            .invalid, .unknownFormat, at: place,
            problem: "The file is \(name), but \(option: .inputFormat) says \(chosen.rawValue).",
            remedy: ManifestFormat(fileName: path) == real
                ? "Leave \(option: .inputFormat) out." : "Give \(option: .inputFormat) \(real.rawValue) instead.")
    }

    /// An encoding that the file shows by itself, and what may be missing that would say so.
    private var foreignEncoding: (name: String, mark: String)? {
        switch self {
        case .unmarkedWide(let encoding): (encoding, " without its mark")
        case .escaped(let encoding): (encoding, ", not like UTF-8")
        default: nil
        }
    }

    private var name: String {
        switch self {
        case .excelWorkbook: "a spreadsheet (Excel workbook, .xlsx)"
        case .binaryExcelWorkbook: "a spreadsheet (binary Excel workbook, .xlsb)"
        case .openDocumentSpreadsheet: "a spreadsheet (OpenDocument, .ods)"
        case .flatSpreadsheet: "a spreadsheet (OpenDocument as one XML file, .fods)"
        case .oldExcelWorkbook: "a spreadsheet (Excel 97-2003 workbook, .xls)"
        case .excelXML: "a spreadsheet (Excel 2003 XML)"
        case .appleDocument: "a document of Apple Numbers, Pages or Keynote"
        case .wordDocument: "a Word document (.docx)"
        case .presentation: "a presentation (.pptx)"
        case .openDocument: "an OpenDocument text or drawing (.odt)"
        case .oldOfficeDocument: "a document of an old Office version (.xls, .doc)"
        case .protectedDocument: "an Office document with a password"
        case .outlookMessage: "an Outlook message (.msg)"
        case .googlePointer: "a pointer to a Google document, which is not on this disk"
        case .webPage: "a web page (HTML)"
        case .xml: "an XML document"
        case .richText: "an RTF document"
        case .pdf: "a PDF document"
        case .addressBook: "an address book (vCard)"
        case .calendar: "a calendar (iCalendar)"
        case .sqlDump: "a dump of a database (SQL)"
        case .directoryExport: "the export of a directory (LDIF)"
        case .mail: "an e-mail"
        case .drawnTable: "a table drawn with lines, as Markdown and consoles show one"
        case .yaml: "a YAML document"
        case .settings: "a settings file (INI or TOML)"
        case .patch: "a list of changes (diff)"
        case .zip: "a ZIP archive"
        case .emptyZip: "an empty ZIP archive"
        case .falselyMarked: "text with a false mark"
        case .unknownZip: "a ZIP archive or a spreadsheet (.xlsx, .ods)"
        case .gzip: "a gzip archive"
        case .archive: "a packed archive"
        case .image: "a picture"
        case .database: "a database (SQLite or Access)"
        case .binary: "binary data"
        case .zeros: "empty"
        case .unmarkedWide(let encoding), .escaped(let encoding): encoding
        }
    }

    private func remedy(_ use: Use) -> String {
        switch self {
        case .zip, .gzip, .archive: return "Unpack it, and name the file inside."
        case .unknownZip where use != .template:
            return "If it is a spreadsheet, save it as CSV (UTF-8) in the program it comes from; else unpack it."
        case .googlePointer:
            return
                "Open it in the browser, download it there (File, Download) as \(use == .template ? "plain text" : ".xlsx or .csv"), and name that file."
        case .falselyMarked: return "Save it as UTF-8 in the program it comes from, and name that file."
        case .zeros, .emptyZip: return "Get it anew from where it came from."
        default: break
        }
        if use == .template { return "Save the text as plain text (UTF-8), and name that file." }
        if let workbook {
            let option = use == .manifest ? ", or add \(option: .inputFormat) \(workbook.rawValue)" : ""
            return "Name it .\(workbook.rawValue)\(option)."
        }
        if isSpreadsheet {
            return "Save it as .xlsx, .ods or CSV (UTF-8) in the program it comes from, and name that file."
        }
        switch self {
        case .webPage:
            return "Open it in a spreadsheet program, save it there as CSV (UTF-8), and name that file."
        case .sqlDump: return "Export the table of members as CSV (UTF-8) there, and name that file."
        case .richText: return "Save it as plain text (UTF-8), and name that file."
        case .protectedDocument:
            return "Open it with its password, save it without one, and name that file."
        case .appleDocument: return "Export it as CSV (UTF-8) in Numbers, and name that file."
        default: return "Save or export the list as CSV (UTF-8), and name that file."
        }
    }
}
