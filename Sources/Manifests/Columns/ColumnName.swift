import BatchModel

/// How column names are compared.
enum ColumnName {
    /// The name without case, spaces, `_` and `-`: two headers with the same folded name mean the same column.
    static func folded(_ name: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in seen(name).lowercased().unicodeScalars {
            if scalar == "_" || scalar == "-" || scalar.properties.isWhitespace { continue }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// The name with the characters that cannot be seen in place of what we print for them: people type what they read.
    private static func seen(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "[")) else { return name }
        let parts = name.split(separator: "[U+", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
            guard let end = part.firstIndex(of: "]"), let number = UInt32(part[..<end], radix: 16),
                let scalar = Unicode.Scalar(number), DisplayText.isInvisible(scalar) || DisplayText.isHarmful(scalar)
            else { return text += "[U+" + part }
            text.unicodeScalars.append(scalar)
            text += part[part.index(after: end)...]
        }
    }

    /// The candidate most like a mistyped name; nil when none is near enough to be what was meant, or the name is one of them.
    static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
        let names = Dictionary(candidates.map { (folded($0), $0) }) { first, _ in first }
        if names[folded(name)] != nil { return nil }
        return Spelling.nearest(to: folded(name), among: names.keys.sorted()).flatMap { names[$0] }
    }
}
