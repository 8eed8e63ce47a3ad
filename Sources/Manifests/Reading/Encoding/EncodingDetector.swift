import BatchModel
import Text

/// Finds the encoding of a file by its first bytes and what the user says.
enum EncodingDetector {
    /// The encoding's name, and whether the file begins with its byte-order mark.
    static func detect(
        _ head: [UInt8], named name: String?, at place: SourceLocation
    ) throws(ManifestFault) -> (name: String, hasMark: Bool) {
        let marked = mark(head)
        guard let name else {
            return (marked ?? "UTF-8", marked != nil)
        }
        let chosen = name.uppercased()
        if let marked {
            let fits = chosen == marked || (chosen == "UTF8" && marked == "UTF-8") || marked.hasPrefix(chosen)
            guard fits else {
                throw ManifestFault(
                    .invalid, .badOption, at: place,
                    problem: "The file begins with the mark of \(marked), but \(option: .encoding) says \(name).",
                    remedy: "Leave \(option: .encoding) out.")
            }
            return (marked, true)
        }
        if chosen == "UTF-8" || chosen == "UTF8" { return ("UTF-8", false) }
        // A slash would switch iconv to dropping or replacing what it cannot convert.
        guard !chosen.contains("/"), chosen.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            EncodingConverter(from: chosen) != nil
        else {
            throw ManifestFault(
                .invalid, .badOption, at: place, problem: "The encoding \"\(name)\" is not known.",
                remedy: "Use a name that iconv -l lists, such as windows-1252.")
        }
        return (chosen, false)
    }

    private static func mark(_ head: [UInt8]) -> String? {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return "UTF-8" }
        if head.starts(with: [0xFF, 0xFE, 0, 0]) { return "UTF-32LE" }
        if head.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32BE" }
        if head.starts(with: [0xFF, 0xFE]) { return "UTF-16LE" }
        if head.starts(with: [0xFE, 0xFF]) { return "UTF-16BE" }
        return nil
    }
}
