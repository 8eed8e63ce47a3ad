import Text

/// Places to fill in, as other services write them: `*|FNAME|*`, `%recipient%`, `[[name]]`, `<<name>>`, `${name}`, `{Vorname}`.
enum MergeTag {
    /// How a service writes a place, and what must stand in it so that it is none of the things that people write in the same signs.
    private struct Form {
        let open: [UInt8]
        let close: [UInt8]
        let needs: MergeTagName.Need
        let mayHoldBlanks: Bool

        init(_ open: String, _ close: String, _ needs: MergeTagName.Need = .anything, blanks: Bool = true) {
            (self.open, self.close, self.needs) = (Array(open.utf8), Array(close.utf8), needs)
            mayHoldBlanks = blanks
        }
    }

    /// Longer openings come before shorter ones that they begin with.
    private static let forms = [
        Form("*|", "|*"), Form("%%", "%%"), Form("%{", "}", blanks: false), Form("%(", ")s", blanks: false),
        // A percent sign has other uses: 50% off and 20% more.
        Form("%", "%", blanks: false),
        Form("[[", "]]", .linkless), Form("[", "]", .person), Form("<<", ">>", .hint), Form("«", "»", .field),
        Form("<%= ", " %>"), Form("<%=", "%>"), Form("{%", "%}", .statement), Form("{$", "}", blanks: false),
        Form("${", "}"),
        Form("$", "$", .field), Form("{!", "}"), Form("{", "}", .field),
        Form("#", "#", .field, blanks: false),
    ]
    private static let longest = 60

    static func first(in text: Span<UInt8>) -> Damage? {
        for index in text.indices where isStart(text[index]) {
            for form in forms where text.has(form.open, at: index) {
                guard let end = end(of: form, text, from: index + form.open.count) else { continue }
                if form.needs == .person || form.open == Array("«".utf8), isQuoted(text, index..<end) { continue }
                // 10%und15%: a share, and a setting of Windows.
                if form.open == [UInt8(ascii: "%")], isShare(text, index) || isSetting(text, index..<end) { continue }
                // {{name}} is our own, and [name](address) a link.
                if index > 0, text[index - 1] == form.open[0], form.open.count == 1 { continue }
                if form.open == [UInt8(ascii: "[")], text.has([UInt8(ascii: "(")], at: end) { continue }
                return Damage(
                    kind: .foreignMergeTag,
                    finding: "holds \(Excerpt.text(text, index..<end)), which looks like a field of another service",
                    remedy: form.needs == .statement ? sections : "Write the text itself there.",
                    tag: form.needs == .statement
                        ? nil : Excerpt.text(text, index + form.open.count..<end - form.close.count))
            }
        }
        return nil
    }

    /// What to write instead of the conditions of other templates.
    private static let sections =
        "That is of Liquid or Jinja: here {{#column}}...{{/column}} shows what stands in it where the column has a value, and "
        + "{{^column}}...{{/column}} where it has none."

    /// Whether a name in brackets is hardly one to fill in: it begins a line, or stands in a sentence, and small letters follow, as in
    /// the title of a book.
    private static func isQuoted(_ text: Span<UInt8>, _ tag: Range<Int>) -> Bool {
        let end = tag.upperBound
        guard end + 1 < text.count, text[end] == 0x20, text[end + 1] &- 0x61 < 26 else { return false }
        var start = tag.lowerBound
        while start > 0, text[start - 1] == 0x20 { start -= 1 }
        return start == 0 || text[start - 1] == 10 || text[start - 1] == UInt8(ascii: ".")
    }

    private static func isStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "%"), UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "$"),
            UInt8(ascii: "{"), UInt8(ascii: "#"), 0xC2:
            true
        default: false
        }
    }

    /// Where the tag ends whose name begins at `start`; nil when it is none.
    private static func end(of form: Form, _ text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count, index - start <= longest {
            if text.has(form.close, at: index) {
                guard index > start, text[index - 1] != 0x20 || form.needs == .statement else { return nil }
                let name = text.extracting(start..<index)
                if form.needs == .statement { return index + form.close.count }
                if form.needs != .anything, !MergeTagName.fits(String(copying: name), form.needs) { return nil }
                // In an address, %C3%BC is a letter.
                let isEncoded = form.open == [UInt8(ascii: "%")] && isHex(text, start) && isHex(text, index + 1)
                return isEncoded ? nil : index + form.close.count
            }
            guard form.needs == .statement || isNamePart(text[index], isFirst: index == start, form) else { return nil }
            index += 1
        }
        return nil
    }

    private static func isNamePart(_ byte: UInt8, isFirst: Bool, _ form: Form) -> Bool {
        let isLetter = (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
        if isFirst { return isLetter || byte == UInt8(ascii: "_") }
        if isLetter || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") { return true }
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":") { return true }
        return byte == 0x20 && form.mayHoldBlanks
    }

    private static func isShare(_ text: Span<UInt8>, _ index: Int) -> Bool {
        index > 0
            && (text[index - 1] &- 0x30 < 10 || index > 1 && text[index - 1] == 0x20 && text[index - 2] &- 0x30 < 10)
    }

    private static let settings: Set<String> = [
        "PATH", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "USERPROFILE", "PROGRAMFILES", "PROGRAMDATA", "WINDIR",
        "SYSTEMROOT",
    ]

    private static func isSetting(_ text: Span<UInt8>, _ tag: Range<Int>) -> Bool {
        settings.contains(String(copying: text.extracting(tag.lowerBound + 1..<tag.upperBound - 1)).uppercased())
    }

    private static func isHex(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard index + 1 < text.count else { return false }
        return [text[index], text[index + 1]].allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    }
}

extension Span where Element == UInt8 {
    /// Whether bytes stand at a place.
    func has(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + bytes.count <= count else { return false }
        for offset in bytes.indices where self[index + offset] != bytes[offset] { return false }
        return true
    }
}
