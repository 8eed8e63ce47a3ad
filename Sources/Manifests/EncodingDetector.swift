import BatchModel

/// Finds the encoding of a file by its first bytes and what the user says.
enum EncodingDetector {
    /// The encoding's name, and whether the file begins with its byte-order mark.
    static func detect(
        _ head: [UInt8], named name: String?, at place: SourceLocation
    ) throws(ManifestFault) -> (name: String, hasMark: Bool) {
        let marked = mark(head)
        guard let name else {
            if let marked { return (marked, true) }
            if let wide = unmarkedWide(head) {
                throw ManifestFault(
                    .invalid, .undecodable, at: place, problem: "The file looks like \(wide) without its mark.",
                    remedy: "Save it as UTF-8, or add --encoding \(wide).")
            }
            return ("UTF-8", false)
        }
        let chosen = name.uppercased()
        if let marked {
            let fits = chosen == marked || (chosen == "UTF8" && marked == "UTF-8") || marked.hasPrefix(chosen)
            guard fits else {
                throw ManifestFault(
                    .invalid, .badOption, at: place,
                    problem: "The file begins with the mark of \(marked), but --encoding says \(name).",
                    remedy: "Leave --encoding out.")
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

    /// UTF-16 without its mark: ASCII letters with a zero byte on the same side of each.
    private static func unmarkedWide(_ head: [UInt8]) -> String? {
        let sample = head.prefix(64)
        guard sample.count >= 8 else { return nil }
        let evenZeros = stride(from: 0, to: sample.count - 1, by: 2).allSatisfy {
            sample[$0] == 0 && sample[$0 + 1] != 0
        }
        if evenZeros { return "UTF-16BE" }
        let oddZeros = stride(from: 0, to: sample.count - 1, by: 2).allSatisfy {
            sample[$0] != 0 && sample[$0 + 1] == 0
        }
        return oddZeros ? "UTF-16LE" : nil
    }
}
