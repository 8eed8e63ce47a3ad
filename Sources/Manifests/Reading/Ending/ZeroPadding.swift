import BatchModel
import Text

/// Zero bytes at the end of a manifest, as a power cut leaves them: what stood behind the last row may be lost.
package struct ZeroPadding: Sendable, Hashable {
    /// How many there are.
    package var byteCount: Int64
    /// The last row as a spreadsheet numbers it; nil without rows.
    package var lastRow: Int?
    /// The last row's recipient as the file has it; may hold anything.
    package var lastUser = ""

    /// What was found, in one sentence.
    package var problem: String {
        let bytes = byteCount == 1 ? "a zero byte" : "\(Numbers.grouped(Int(byteCount))) zero bytes"
        let last = lastRow.map { "its last row is \($0) \(DisplayText.revealed(lastUser))" } ?? "it has no row"
        return "The file ends in \(bytes), as a power cut leaves them: it may have been cut; \(last)."
    }

    /// What to do about it.
    package static let remedy = "Compare its last row with where the file came from."

    /// Says that a template may have been cut.
    static func templateFault(at place: SourceLocation) -> ManifestFault {
        ManifestFault(
            .invalid, .badTemplate, at: place,
            problem: "The template ends in zero bytes, as a power cut leaves them: it may have been cut.",
            remedy: "Compare its end with where it came from, and save it as text.")
    }

    /// Says that the last row is not whole.
    static func fault(at place: SourceLocation, row: Int?, byteCount: Int64) -> ManifestFault {
        let what = row.map { "Row \($0) is half written" } ?? "The file is half written"
        let bytes = byteCount == 1 ? "a zero byte follows" : "\(Numbers.grouped(Int(byteCount))) zero bytes follow"
        return ManifestFault(
            .invalid, .zeroBytes, at: place, problem: "\(what): \(bytes), as a power cut leaves them.",
            remedy: "Get the file anew from where it came from, or finish it and remove the zero bytes.")
    }
}
