import BatchModel
import Manifests
import Reporting

/// A table in which a person wrote what became of rows, as `VerdictSheetWriter` begins it; a spreadsheet may have saved it since.
package struct VerdictSheet: Sendable, Hashable {
    /// One verdict.
    package struct Line: Sendable, Hashable {
        /// The physical line of the file.
        package var line: Int
        /// The row in the report's numbering, as the table says it.
        package var row: Int?
        /// The recipient, as the table says it.
        package var user: String
        /// Which message it is about.
        package var digest: RowDigest
        /// What became of it.
        package var verdict: PersonVerdict
    }

    private static let names = ["row", "row_digest", "user", "verdict"]

    /// The lines with a verdict, in the file's order.
    package private(set) var lines: [Line] = []
    /// How many lines have none, and leave their rows as they are.
    package private(set) var blank = 0

    /// Reads a file; nil when it is no table with the columns `row_digest` and `verdict`.
    ///
    /// - Throws: `ManifestFault` where it breaks off; `RunFault.unrecorded` naming columns of the same name, or lines whose verdict is none, or that do not
    ///   say which row they are about.
    package init?(path: String) throws {
        guard let (file, table, first) = Self.open(path) else { return nil }
        try Self.refuseTwins(path, table)
        var (records, next) = (table, first)
        var (damaged, nameless, strange) = (NamedLines(), NamedLines(), NamedLines())
        while let record = next {
            let values = record.values.map { file.isSheet ? $0 ?? "" : CSVReportWriter.text(ofCell: $0 ?? "") }
            let row = Int(values[0])
            let word = Self.word(values[3])
            if record.isDamaged {
                damaged.add(record.line, row)
            } else if word.isEmpty || word == PersonVerdict.unknown.rawValue {
                blank += 1
            } else if let verdict = PersonVerdict(rawValue: word) {
                if let digest = RowDigest(text: values[1]) {
                    lines.append(
                        Line(line: record.line, row: row, user: values[2], digest: digest, verdict: verdict))
                } else {
                    nameless.add(record.line, row)
                }
            } else {
                strange.add(record.line, row, "“\(DisplayText.oneLine(values[3], limit: 40))”")
            }
            next = try Self.next(&records, path)
        }
        try Self.refuse(path, damaged, nameless, strange)
    }

    /// The file's records and the first of them; nil for what is no such table, be it that it cannot be read at all.
    private static func open(_ path: String) -> (RecordFile, Records, NamedRecord?)? {
        guard let file = try? RecordFile(path: path, listKey: "rows", isSaved: true, takesWorkbooks: true),
            file.isTable
        else { return nil }
        var records = file.records(names)
        guard let first = try? records.nextRecord() else { return nil }
        return Set(["row_digest", "verdict"]).isSubset(of: records.columns) ? (file, records, first) : nil
    }

    /// Of two columns of a name nobody knows which one a person filled in.
    private static func refuseTwins(_ path: String, _ records: Records) throws(RunFault) {
        for name in names {
            let places = records.places(of: name)
            guard places.count > 1 else { continue }
            throw RunFault.unrecorded(
                problem:
                    "\(path): the columns \(places.dropLast().joined(separator: ", ")) and \(places[places.count - 1]) \(places.count == 2 ? "both" : "all") have the name \(name).",
                remedy: "Keep the one that counts, and give the others another name.")
        }
    }

    private static func next(_ records: inout Records, _ path: String) throws -> NamedRecord? {
        do {
            return try records.nextRecord()
        } catch let fault as ManifestFault where fault.kind == .invalid {
            let place = fault.location.line.map { ", line \($0)" } ?? ""
            throw RunFault.unrecorded(problem: "\(path)\(place): \(fault.problem)", remedy: fault.remedy)
        }
    }

    /// A verdict as people write it: whatever its case, blanks around it, and what joins its words.
    private static func word(_ text: String) -> String {
        let word = text.lowercased().split(whereSeparator: { $0.isWhitespace || $0 == "_" || $0 == "-" })
        return word.joined(separator: "-")
    }

    private static func refuse(
        _ path: String, _ damaged: NamedLines, _ nameless: NamedLines, _ strange: NamedLines
    ) throws(RunFault) {
        let faults = [
            damaged.isEmpty ? nil : damaged.sentence("is no line of the table"),
            nameless.isEmpty ? nil : nameless.sentence("has a verdict, but no row_digest to say which row it is about"),
            strange.isEmpty ? nil : strange.sentence("has something else than sent or not-sent under verdict"),
        ].compactMap(\.self)
        guard faults.isEmpty else {
            throw RunFault.unrecorded(
                problem: "\(path): \(faults.joined(separator: " "))",
                remedy: "Write sent, not-sent or nothing under verdict, and leave row_digest as it was written.")
        }
    }
}
