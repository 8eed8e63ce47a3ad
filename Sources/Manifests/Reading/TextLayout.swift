import BatchModel

/// How the bytes of a manifest become text, and how a line becomes cells.
package struct TextLayout: Sendable, Hashable {
    /// The encoding's name, "UTF-8" when nothing says otherwise.
    package var encoding: String
    /// The byte between two cells.
    package var delimiter: UInt8
    /// Whether `delimiter` and `encoding` were found by looking at the file.
    package var isDetected: Bool
    /// Decoded bytes before the first line: a byte-order mark, a `sep=` line.
    var skippedByteCount = 0
    /// Whether the file begins with a byte-order mark.
    var hasMark = false
    /// The delimiter that a first line such as `sep=;` names.
    var promisedDelimiter: UInt8?
    /// Where the text ends.
    var ending = FileEnding()
    /// The physical line the header stands on, were there no blank lines.
    var firstLine = 1

    /// Whether the file is UTF-8 beyond ASCII as it stands, although another encoding was given; a check finds out.
    package var looksLikeUTF8 = false

    var isUTF8: Bool { encoding == "UTF-8" }

    /// Whether ASCII takes more than one byte a character.
    var isWide: Bool { encoding.contains("16") || encoding.contains("32") }

    /// How the delimiter is called on the check page.
    package var delimiterName: String {
        switch delimiter {
        case UInt8(ascii: ","): "comma"
        case UInt8(ascii: ";"): "semicolon"
        case UInt8(ascii: "\t"): "tab"
        case UInt8(ascii: "|"): "vertical bar"
        default: "\"\(Character(Unicode.Scalar(delimiter)))\""
        }
    }

    /// What counts for the rows of a workbook, when they are written as text.
    static let ofSheet = TextLayout(encoding: "UTF-8", delimiter: UInt8(ascii: ","), isDetected: false)

    /// Looks at the beginning of the file.
    static func detect(
        _ file: ManifestFile, format: ManifestFormat, options: ReadingOptions
    ) throws(ManifestFault) -> TextLayout {
        var head = [UInt8](repeating: 0, count: 1 << 16)
        let count = try file.read(into: &head, from: 0, at: 0)
        head.removeSubrange(count...)
        let place = SourceLocation(file: file.displayName)
        let encoding = try EncodingDetector.detect(head, named: options.encoding, at: place)
        var layout = TextLayout(encoding: encoding.name, delimiter: UInt8(ascii: ","), isDetected: false)
        layout.hasMark = encoding.hasMark
        layout.ending = try FileEnding.find(in: file, encoding: encoding.name)
        if layout.ending.contentEnd <= (encoding.hasMark ? 3 : 0), layout.ending.zeroByteCount > 0 {
            throw FileKind.zeros.fault(at: place)
        }
        if encoding.hasMark { layout.skippedByteCount = 3 }
        guard format.hasHeader else { return layout }

        var text: [UInt8] = []
        let source = TextSource(file, layout: layout)
        if let range = try? source.read(into: &text) { text = Array(text[range].prefix(1 << 16)) } else { text = [] }
        let promise = DelimiterDetector.promisedDelimiter(text)
        layout.skippedByteCount += promise?.byteCount ?? 0
        layout.firstLine += promise == nil ? 0 : 1
        layout.promisedDelimiter = promise?.delimiter
        if let chosen = options.delimiter {
            guard chosen < 0x80, ![0, 10, 13, UInt8(ascii: "\"")].contains(chosen) else {
                throw ManifestFault(
                    .invalid, .badOption, at: place, problem: "The delimiter cannot separate cells.",
                    remedy: "Choose one ASCII character that is neither a quote nor a line break.")
            }
            layout.delimiter = chosen
        } else if format == .tsv {
            layout.delimiter = UInt8(ascii: "\t")
        } else {
            layout.delimiter = promise?.delimiter ?? DelimiterDetector.detect(text)
            layout.isDetected = true
        }
        return layout
    }
}
