import BatchModel
import Digests
import Text
import Workbooks

extension Manifest {
    /// The versions of the libraries that read workbooks, as libcurl names its own.
    package static var workbookLibraries: String { Workbook.libraries }
}

/// A manifest's file as a workbook; what is known of it is read once for all passes.
struct WorkbookFile: Sendable {
    private let workbook: Workbook
    private let displayName: String
    private let byteCount: Int64

    /// Opens a workbook. Throws a `ManifestFault`.
    init(_ file: ManifestFile, _ format: ManifestFormat, maxRowSize: Int) throws(ManifestFault) {
        displayName = file.displayName
        byteCount = file.status.byteCount
        do {
            workbook = try Workbook(
                Source(file: file), format == .ods ? .openDocument : .excel, limit: maxRowSize + AddedColumns.byteLimit)
        } catch {
            throw Self.fault(error, file.displayName, maxRowSize)
        }
    }

    /// Whether it holds macros, which are ignored.
    var hasMacros: Bool { workbook.hasMacros }

    /// Starts to read the sheet that the options name, or else the first that can be seen.
    func reader(
        _ options: ReadingOptions, hasher: SHA256Hasher? = nil, isUsed: @escaping (String, ManifestField?) -> Bool
    ) -> WorkbookReader {
        reader(of: options.sheet.map(Workbook.Choice.named) ?? .visible(0), options, hasher: hasher, isUsed: isUsed)
    }

    /// Starts to read a sheet.
    func reader(
        of choice: Workbook.Choice, _ options: ReadingOptions, hasher: SHA256Hasher? = nil,
        isUsed: @escaping (String, ManifestField?) -> Bool
    ) -> WorkbookReader {
        WorkbookReader(
            Result { try workbook.reader(of: choice) }, file: displayName, byteCount: byteCount,
            hasMacros: hasMacros, options: options, hasher: hasher, isUsed: isUsed)
    }

    /// The sheets that can be seen, and those that are hidden. Throws a `ManifestFault`.
    func sheetNames(maxRowSize: Int) throws(ManifestFault) -> (visible: [String], hidden: [String]) {
        do {
            return try workbook.sheetNames()
        } catch {
            throw Self.fault(error, displayName, maxRowSize)
        }
    }

    /// The rows of a sheet as they are; nil where fewer sheets can be seen than that. Throws a `ManifestFault`.
    func sheet(_ choice: Workbook.Choice, maxRowSize: Int) throws(ManifestFault) -> SheetReader? {
        do {
            return try workbook.reader(of: choice)
        } catch {
            throw Self.fault(error, displayName, maxRowSize)
        }
    }

    /// What a reader of workbooks threw, as the fault of a manifest.
    static func fault(_ error: any Error, _ file: String, _ maxRowSize: Int) -> ManifestFault {
        if let fault = error as? ManifestFault { return fault }
        guard let fault = error as? WorkbookFault else {
            return ManifestFault(
                .unreadable, .unreadable, at: SourceLocation(file: file),
                problem: "Reading your list failed: \(error).", remedy: "Check the disk and try again.")
        }
        let place = SourceLocation(file: file, row: fault.row, line: fault.row)
        switch fault.kind {
        case .unusable:
            return ManifestFault(.invalid, .workbook, at: place, problem: fault.problem, remedy: fault.remedy)
        case .noSheet:
            return ManifestFault(.invalid, .badOption, at: place, problem: fault.problem, remedy: fault.remedy)
        case .tooLarge: return tooLarge(at: place, maxRowSize)
        }
    }

    /// Says that a row is too large.
    static func tooLarge(at place: SourceLocation, _ maxRowSize: Int) -> ManifestFault {
        let limit = ByteCount(bytes: Int64(maxRowSize)).text
        return ManifestFault(
            .invalid, .rowTooLarge, at: place,
            problem: place.row.map { "Row \($0) is larger than \(limit)." }
                ?? "A text of the workbook is larger than \(limit).",
            remedy: "Shorten it, or raise \(option: .maxRowSize).")
    }

    /// The bytes of a manifest's file, which must not change while they are read.
    private struct Source: WorkbookSource {
        let file: ManifestFile

        var byteCount: Int64 { file.status.byteCount }

        func read(into block: inout [UInt8], at offset: Int64) throws -> Int {
            try file.read(into: &block, from: 0, at: offset)
        }
    }
}
