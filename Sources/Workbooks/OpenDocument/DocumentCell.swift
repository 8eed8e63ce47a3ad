/// What an OpenDocument says of a cell: its value, and how often it stands there.
struct DocumentCell {
    /// What kind of value it has.
    enum Kind { case none, string, number, date, time, boolean, error }

    private(set) var kind = Kind.none
    private(set) var value: [UInt8]?
    private(set) var hasFormula = false
    private(set) var count = 1
    private(set) var spans = (columns: 1, rows: 1)
    /// Whether the format shows something by itself, such as a currency.
    private var isFormatted = false
    /// What the cell's own style makes of a number.
    private var format: DocumentFormat?

    init() {}

    init(_ attributes: XMLAttributes, _ styles: DocumentStyles) {
        var index = 0
        while let (name, text) = attributes[index] {
            switch name {
            case "office:value-type": setKind(text)
            case "calcext:value-type": if text == "error" { kind = .error }
            case "office:value", "office:date-value", "office:time-value", "office:boolean-value",
                "office:string-value":
                value = text.bytes
            case "table:formula": hasFormula = true
            case "table:number-columns-repeated": count = max(1, text.number ?? 1)
            case "table:number-columns-spanned": spans.columns = max(1, text.number ?? 1)
            case "table:number-rows-spanned": spans.rows = max(1, text.number ?? 1)
            default: break
            }
            index += 1
        }
        if kind == .number { format = attributes["table:style-name"].flatMap { styles.format(of: $0) } }
    }

    private mutating func setKind(_ type: XMLText) {
        if kind == .error { return }
        switch type {
        case "string": kind = .string
        case "float": kind = .number
        case "percentage", "currency": (kind, isFormatted) = (.number, true)
        case "date": kind = .date
        case "time": kind = .time
        case "boolean": kind = .boolean
        default: kind = .none
        }
    }

    /// Puts the cell's text behind others. `shown` is what the file says that the spreadsheet shows.
    func append(shown: DocumentText, to bytes: inout [UInt8]) -> CellDoubt? {
        switch kind {
        case .error: return .error(String(decoding: shown.bytes, as: UTF8.self))
        case .none:
            // A formula that was never calculated has no value.
            if hasFormula { return .noStoredValue }
            bytes += shown.bytes
            return nil
        case .string:
            bytes += value ?? shown.bytes
            return Self.isAlike(value, shown) ? nil : .shownText(shown.bytes)
        case .boolean:
            guard let value else { return .noStoredValue }
            bytes += value.elementsEqual("true".utf8) ? "TRUE".utf8 : "FALSE".utf8
            return .boolean
        case .number: return append(number: shown, to: &bytes)
        case .date, .time:
            guard let value else { return .noStoredValue }
            let text = kind == .date ? Self.date(value) : Self.time(value)
            bytes += text
            let paragraph = shown.hasParagraph ? shown.bytes : nil
            // What stays a span of time is written as nobody reads it.
            let isSpan = kind == .time && text == value
            let hidesTime =
                kind == .date && text.count > 10 && paragraph.map { !$0.contains(UInt8(ascii: ":")) } ?? false
            return isSpan || hidesTime ? .shown(paragraph, isLong: false) : .date(paragraph)
        }
    }

    private func append(number shown: DocumentText, to bytes: inout [UInt8]) -> CellDoubt? {
        guard let value else { return .noStoredValue }
        // What an older program stores of an error is a number beside its name.
        if hasFormula, let first = shown.bytes.first, first == 0x23 || shown.bytes.starts(with: "Err:".utf8) {
            return .error(String(decoding: shown.bytes, as: UTF8.self))
        }
        guard let number = DecimalText(value) else {
            return .error(String(decoding: value.prefix(40), as: UTF8.self))
        }
        let stored = number.text
        guard shown.hasParagraph else { return append(unshown: number, to: &bytes) }
        let text = shown.bytes
        if Self.isCode(text, of: stored) {
            bytes += text
            return number.isLong ? .longNumber : nil
        }
        bytes += stored
        let isSame = text == stored || Self.isExponent(text, of: number)
        return isSame ? number.isLong ? .longNumber : nil : .shown(text, isLong: number.isLong)
    }

    /// Puts a number behind others of which the file does not say what is shown: the style alone tells.
    private func append(unshown number: DecimalText, to bytes: inout [UInt8]) -> CellDoubt? {
        let stored = number.text
        let isPlain = number.isWhole && !number.isNegative
        if !isFormatted, case .digits(let count) = format ?? .digits(1), isPlain || format == nil {
            if stored.count < count { bytes += [UInt8](repeating: 0x30, count: count - stored.count) }
            bytes += stored
            return number.isLong ? .longNumber : nil
        }
        bytes += stored
        return .shown(nil, isLong: number.isLong)
    }

    /// Whether a text is shown as it is, blanks aside.
    private static func isAlike(_ value: [UInt8]?, _ shown: DocumentText) -> Bool {
        guard let value, shown.hasParagraph else { return true }
        func letters(_ text: [UInt8]) -> [UInt8] { text.filter { $0 > 0x20 } }
        return value == shown.bytes || letters(value) == letters(shown.bytes)
    }

    /// Whether it is the same digits behind zeros.
    private static func isCode(_ text: [UInt8], of stored: [UInt8]) -> Bool {
        text.count > stored.count && text.suffix(stored.count) == stored[...] && stored.allSatisfy { $0 &- 0x30 < 10 }
            && text.dropLast(stored.count).allSatisfy { $0 == 0x30 }
    }

    /// Whether a whole number is shown with an exponent because its column is too narrow for its digits.
    private static func isExponent(_ text: [UInt8], of number: DecimalText) -> Bool {
        number.isWhole && !number.isLong && text.contains(UInt8(ascii: "E"))
    }

    /// `2026-11-27T00:00:00` without a midnight that nobody wrote.
    private static func date(_ value: [UInt8]) -> [UInt8] {
        let isMidnight =
            value.count > 10 && value[10] == UInt8(ascii: "T")
            && value[11...].allSatisfy { $0 == 0x30 || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        return isMidnight ? Array(value.prefix(10)) : value
    }

    /// `PT14H30M00S` as the time of a day; a day and more stays a span of time.
    private static func time(_ value: [UInt8]) -> [UInt8] {
        let text = String(decoding: value, as: UTF8.self)
        guard let match = text.wholeMatch(of: /PT([0-9]{1,4})H([0-9]{1,2})M([0-9]{1,2})([.,][0-9]+)?S/),
            let hours = Int(match.1), let minutes = Int(match.2), let seconds = Int(match.3), hours < 24, minutes < 60,
            seconds < 60
        else { return value }
        let parts = [hours, minutes, seconds].map { SerialDate.padded($0, 2) }.joined(separator: ":")
        let fraction = (match.4 ?? "").replacing(",", with: ".")
        return Array((parts + (fraction.dropFirst().allSatisfy { $0 == "0" } ? "" : fraction)).utf8)
    }
}
