import BatchModel
import Files
import Foundation
import Manifests
import Reporting

/// A results report of ours as CSV, JSON or JSON Lines, also as a spreadsheet saved it: proof of what was sent from elsewhere.
package struct PriorReport {
    /// What every report has, whatever version wrote it.
    private static let marks: Set<String> = [
        "row", "user", "sender", "success", "error_key", "outcome", "http_status", "attempts", "finished_at",
    ]

    /// The report's path.
    package let path: String
    /// Whether its lines say which rows they are about; reports of earlier versions do not.
    package let hasDigests: Bool
    private let file: RecordFile

    /// Opens a report; nil when there is none at this path, or it is not ours.
    ///
    /// - Throws: `FileFault` when it cannot be read: what it holds must not be taken for nothing.
    package init?(path: String) throws {
        guard try AtomicFile.head(of: Self.realPath(path), count: 1).map({ !$0.isEmpty }) ?? false else { return nil }
        self.path = path
        do {
            file = try RecordFile(path: path, listKey: "rows")
            let records = try Self.begun(file)
            let isNamed = records.members["format"]?.text == "grupo-batch-report"
            guard isNamed || Self.marks.isSubset(of: records.columns) else { return nil }
            hasDigests = records.columns.contains("row_digest")
        } catch let fault as ManifestFault where fault.kind == .invalid {
            return nil
        }
    }

    /// The records of a file behind the first. A report that somebody saved in another encoding is one nevertheless: its lines say so
    /// when they are read.
    private static func begun(_ file: RecordFile, isSaved: Bool = false) throws -> Records {
        var records = file.records([])
        do {
            _ = try records.nextRecord()
        } catch let fault as ManifestFault where fault.code == .undecodable && !isSaved {
            return try begun(try RecordFile(path: file.path, listKey: "rows", isSaved: true), isSaved: true)
        }
        return records
    }

    /// Where a report is. A link is followed: what it leads to is only read.
    static func realPath(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// Starts a pass over the report's lines; `withDetails` reads what costs time and is needed only of what is recorded.
    package func lines(withDetails: Bool = false) -> Lines {
        Lines(file.records(ReportLine.columns + (withDetails ? ReportLine.detailColumns : [])), isTable: file.isTable)
    }

    /// Reads the lines of a report one after the other.
    package struct Lines {
        private var records: Records
        private let isTable: Bool

        init(_ records: Records, isTable: Bool) {
            self.records = records
            self.isTable = isTable
        }

        /// A line of the file.
        package enum Item {
            /// A line of a report.
            case line(ReportLine)
            /// Something else, on this physical line.
            case foreign(line: Int)
        }

        /// The next line; nil after the last. Throws a `ManifestFault` where the file breaks off.
        package mutating func next() throws -> Item? {
            guard let record = try records.nextRecord() else { return nil }
            return ReportLine(record, isCell: isTable).map(Item.line) ?? .foreign(line: record.line)
        }

        /// What a JSON report says of its run; whole only after the last line.
        package var run: ReportedRun { ReportedRun(records.members["run"]) }
    }
}

/// What a JSON report says of the run it is about.
package struct ReportedRun: Sendable, Hashable {
    /// The site's canonical address; nil in other formats.
    package var site: String?
    /// The batch label.
    package var batch: String?
    /// SHA-256 of the manifest's bytes, in hexadecimal.
    package var manifestDigest: String?
    /// The digest of the plan.
    package var planDigest: String?
    /// Whether everything went to a test recipient.
    package var isTest: Bool

    init(_ run: JSONValue?) {
        site = run?["site"]?.text
        batch = run?["batch"]?.text
        manifestDigest = run?["manifest_digest"]?.text
        planDigest = run?["plan_digest"]?.text
        isTest = run?["options"]?.list.contains { $0["name"]?.text == "test-to" } ?? false
    }
}
