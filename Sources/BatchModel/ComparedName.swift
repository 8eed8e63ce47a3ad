import Foundation

/// The form in which two spellings of one person's name are the same.
///
/// Blanks at either end go, then NFC, full case folding, NFC again, and default-ignorable characters go; inner blanks stay.
/// For lists, repeats and "already served": never for what is sent, and never for a row's identity.
package enum ComparedName {
    /// The compared form of a name.
    package static func form(of name: String) -> String {
        var bytes: [UInt8] = []
        append(name.utf8.span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a name given as UTF-8 is its own compared form; false where that takes a closer look.
    package static func isCompared(_ name: Span<UInt8>) -> Bool {
        guard !name.isEmpty, !isBlank(name[0]), !isBlank(name[name.count - 1]) else { return false }
        // Without a branch for each byte, so that the compiler looks at many at once.
        var seen: UInt8 = 0
        for index in name.indices { seen |= name[index] & 0x80 | (name[index] &- 0x41 < 26 ? 1 : 0) }
        return seen == 0
    }

    /// Appends the compared form of a name given as UTF-8.
    package static func append(_ name: Span<UInt8>, to output: inout [UInt8]) {
        var (start, end) = (0, name.count)
        while start < end, isBlank(name[start]) { start += 1 }
        while end > start, isBlank(name[end - 1]) { end -= 1 }
        let count = output.count
        for index in start..<end {
            let byte = name[index]
            guard byte < 0x80 else {
                output.removeSubrange(count...)
                output += folded(String(decoding: Array(copying: name), as: UTF8.self)).utf8
                return
            }
            output.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

    private static func folded(_ name: String) -> String {
        let composed = trimmed(name).precomposedStringWithCanonicalMapping
        var scalars = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars { fold(scalar, into: &scalars) }
        let refolded = String(scalars).precomposedStringWithCanonicalMapping.unicodeScalars
        return trimmed(String(String.UnicodeScalarView(refolded.filter { !$0.properties.isDefaultIgnorableCodePoint })))
    }

    /// Two characters fold alike exactly when Unicode's full case folding (CaseFolding.txt, C and F) folds them alike: upper and
    /// lower case undo each other but for the dotless i, which folds to itself.
    private static func fold(_ scalar: Unicode.Scalar, into output: inout String.UnicodeScalarView) {
        if scalar == "\u{131}" { return output.append(scalar) }
        for small in scalar.properties.lowercaseMapping.unicodeScalars {
            for large in small.properties.uppercaseMapping.unicodeScalars {
                output.append(contentsOf: large.properties.lowercaseMapping.unicodeScalars)
            }
        }
    }

    private static func trimmed(_ name: String) -> String {
        let scalars = name.unicodeScalars
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { scalars.index(after: $0) } ?? scalars.endIndex
        return start < end ? String(scalars[start..<end]) : ""
    }
}

extension Array where Element == UInt8 {
    /// The bytes of a span.
    fileprivate init(copying span: Span<UInt8>) {
        self.init()
        reserveCapacity(span.count)
        for index in span.indices { append(span[index]) }
    }
}
