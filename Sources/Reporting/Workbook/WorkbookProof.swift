import Files
import Workbooks

/// What a workbook on the disk says of itself: libxlsxwriter does not look whether its temporary files took what it wrote.
enum WorkbookProof {
    private struct Source: WorkbookSource {
        let file: FileDescriptor
        let byteCount: Int64

        init(_ file: FileDescriptor) throws {
            self.file = file
            byteCount = try file.status().byteCount
        }

        func read(into block: inout [UInt8], at offset: Int64) throws -> Int {
            try file.read(into: &block, from: 0, at: offset)
        }
    }

    /// Throws a `FileFault` when the sheets of a workbook, which is called so in errors, do not hold so many rows each, their headers
    /// included.
    static func check(_ file: FileDescriptor, named name: String, rows: [Int]) throws(FileFault) {
        let lost = FileFault(
            path: name, reason: "did not come whole to the disk; make room for it and its temporary files")
        do {
            let source = try Source(file)
            for (place, count) in rows.enumerated() {
                let part = try PackedPart("xl/worksheets/sheet\(place + 1).xml", in: source)
                guard try part.count(of: "<row ") == count, try part.count(of: "</row>") == count else { throw lost }
            }
        } catch {
            throw lost
        }
    }

    /// Whether a file is a workbook that a report of ours was written as.
    static func isOurs(_ path: String) -> Bool {
        guard let file = try? FileDescriptor.reading(path), let source = try? Source(file),
            let part = try? PackedPart("docProps/core.xml", in: source)
        else { return false }
        return (try? part.count(of: WorkbookReportWriter.mark)) ?? 0 > 0
    }
}
