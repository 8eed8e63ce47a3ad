import Text

/// What is wrong about a quote that ended the reading of a file, where the bytes around it show what was meant.
struct QuoteFault {
    /// What is wrong, in one sentence without its line.
    var problem: String
    /// What to do about it.
    var remedy: String

    /// Explains a quote inside a cell that is not quoted; nil when nothing in particular was meant.
    ///
    /// `cell` is the cell up to the quote, `rest` the text behind the quote.
    init?(strayBehind cell: [UInt8], _ rest: ArraySlice<UInt8>, layout: TextLayout) {
        if !cell.isEmpty, cell.allSatisfy(Self.isBlank) {
            problem = "\(Self.blanks(cell)) between the \(layout.delimiterName) and the quote"
            remedy = "Remove \(cell.count == 1 ? "it" : "them"): a quoted cell begins right behind the delimiter."
        } else if cell == [0xEF, 0xBB, 0xBF] {
            problem = "a byte-order mark stands before a quote: two files were probably joined"
            remedy = "Remove the mark and the second header, or send the files one by one."
        } else if cell == [UInt8(ascii: "=")] {
            let inner = rest.prefix(200).prefix { $0 != UInt8(ascii: "\"") && $0 != 10 && $0 != 13 }
            let text = String(decoding: inner.prefix(60), as: UTF8.self)
            problem = "the cell =\"\(text)\" is a spreadsheet's guard =\"…\" around the text itself"
            remedy = "Write \(text) alone, here and wherever the guard stands."
        } else {
            return nil
        }
    }

    /// Explains text behind a closing quote; `rest` begins with it.
    init?(textBehindQuote rest: ArraySlice<UInt8>, layout: TextLayout) {
        let blanks = rest.prefix(200).prefix(while: Self.isBlank)
        let next = rest.dropFirst(blanks.count).first
        if let next, next != layout.delimiter, DelimiterDetector.candidates.contains(next) {
            var other = layout
            other.delimiter = next
            problem =
                "a \(other.delimiterName) follows a closing quote, but cells are divided by a \(layout.delimiterName)"
            remedy =
                "If the \(other.delimiterName) divides them, add \(option: .delimiter) \(next == 9 ? "tab" : "'\(Character(Unicode.Scalar(next)))'")."
            return
        }
        guard !blanks.isEmpty, next == nil || next == layout.delimiter || next == 10 || next == 13 else { return nil }
        problem =
            "\(Self.blanks(Array(blanks))) between the closing quote and the "
            + (next == layout.delimiter ? layout.delimiterName : "end of the line")
        remedy = "Remove \(blanks.count == 1 ? "it" : "them"): nothing may follow a closing quote."
    }

    private static func blanks(_ bytes: [UInt8]) -> String {
        let name = bytes.allSatisfy { $0 == 9 } ? "tab" : "blank"
        return bytes.count == 1 ? "a \(name) stands" : "\(bytes.count) \(name)s stand"
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 }
}
