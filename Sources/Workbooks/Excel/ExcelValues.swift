/// Makes texts of what cells of an Excel workbook store.
final class ExcelValues {
    private let styles: ExcelStyles
    private let system: SerialDate.System
    private var lookup: SharedStringLookup

    init(_ styles: ExcelStyles, _ system: SerialDate.System, _ strings: SharedStrings) {
        self.styles = styles
        self.system = system
        lookup = SharedStringLookup(strings)
    }

    /// Puts a text that cells share behind others; false when there is none of this number.
    func append(shared number: Int, to bytes: inout [UInt8]) throws -> Bool { try lookup.append(number, to: &bytes) }

    /// Puts a number behind other texts as it is stored, with the zeros in front that its format shows, or as the date it is.
    func append(number text: [UInt8], style: Int, to bytes: inout [UInt8]) -> CellDoubt? {
        if text.isEmpty { return nil }
        let format = styles[style]
        if format.kind == .general, text.count <= DecimalText.exactDigits, text[0] != 0x30 || text.count == 1,
            text.allSatisfy({ $0 &- 0x30 < 10 })
        {
            bytes += text
            return nil
        }
        guard let number = DecimalText(text) else { return .error(String(decoding: text.prefix(40), as: UTF8.self)) }
        if case .date(let hasDate) = format.kind {
            guard let date = number.double.flatMap({ SerialDate($0, system) }),
                !hasDate || !date.isTime || system == .from1904
            else { return .error("\(String(decoding: text.prefix(40), as: UTF8.self)), which is no date") }
            let hidesTime = format.hidesTime && date.milliseconds > 0
            // A time's format hides the day of a moment, which is no span of time unless the format counts hours on.
            let isSpan = format.isSpan
            let hidesDay = !hasDate && !date.isTime && !isSpan
            bytes += date.iso(hasDate: hasDate || hidesDay).utf8
            return hidesDay || hidesTime || isSpan
                ? .shown(format.shown(date), isLong: false) : .date(format.shown(date))
        }
        let stored = number.text
        if case .zeros(let count) = format.kind, number.isWhole, !number.isNegative {
            if stored.count < count { bytes += [UInt8](repeating: 0x30, count: count - stored.count) }
            bytes += stored
            return number.isLong ? .longNumber : nil
        }
        bytes += stored
        let shown = format.kind == .general ? CellFormat.general(number) : format.shown(number)
        return shown == stored ? (number.isLong ? .longNumber : nil) : .shown(shown, isLong: number.isLong)
    }

    /// What the format of a style makes of a text; nil where it shows it as it is.
    func doubt(text: ArraySlice<UInt8>, style: Int) -> CellDoubt? {
        guard !text.isEmpty, styles.changesTexts(style) else { return nil }
        let shown = styles[style].shown(text: text)
        return shown.map(text.elementsEqual) == true ? nil : .shownText(shown)
    }

    /// Puts a date behind other texts that the file stores as one: `2026-11-27T00:00:00`.
    func append(date text: [UInt8], style: Int, to bytes: inout [UInt8]) -> CellDoubt? {
        guard case .date(true) = styles[style].kind else {
            bytes += text
            return nil
        }
        let isMidnight = text.dropFirst(10).allSatisfy { [0x54, 0x30, 0x3A, 0x2E, 0x5A].contains($0) }
        bytes += isMidnight ? text.prefix(10) : text[...]
        return !isMidnight && text.count > 10 && styles[style].hidesTime ? .shown(nil, isLong: false) : nil
    }
}
