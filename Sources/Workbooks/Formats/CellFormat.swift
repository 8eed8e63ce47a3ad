/// What a cell's format makes of a number.
struct CellFormat: Sendable, Hashable {
    /// What is decided once for a format.
    enum Kind: Sendable, Hashable {
        /// Digits as they come.
        case general
        /// At least so many digits, nothing else: a code such as a postal one.
        case zeros(Int)
        /// A date, a time or a span of time.
        case date(hasDate: Bool)
        /// Any other number.
        case number
    }

    let kind: Kind
    let sections: [FormatSection]
    /// Whether a text is shown as something else than it is.
    let changesTexts: Bool

    /// Whether it shows a span of time, whose hours, minutes or seconds do not begin anew.
    var isSpan: Bool {
        sections[0].tokens.contains { if case .elapsed = $0 { true } else { false } } && kind == .date(hasDate: false)
    }

    static let general = CellFormat("General")

    init(_ format: String) {
        sections = FormatParser.sections(of: format)
        changesTexts = Self.textSection(sections).map(Self.changes) ?? false
        let first = sections[0]
        if first.isDate {
            kind = .date(hasDate: first.hasCalendar)
        } else if first.tokens == [.general],
            sections.count == 1 || sections.dropFirst().allSatisfy({ $0.tokens == [.general] })
        {
            kind = .general
        } else if let zeros = Self.zeros(sections) {
            kind = .zeros(zeros)
        } else {
            kind = .number
        }
    }

    /// A format of which only its number is known, as it stands in no file: what it shows depends on the computer.
    init(unknownDate hasTime: Bool) {
        var section = FormatSection()
        section.tokens = [.date(0x79, 4)] + (hasTime ? [.date(0x68, 2)] : [])
        section.isUnknown = true
        (kind, sections, changesTexts) = (.date(hasDate: true), [section], false)
    }

    /// Whether it shows a date without the time of the day.
    var hidesTime: Bool { kind == .date(hasDate: true) && !sections[0].hasClock }

    private static func zeros(_ sections: [FormatSection]) -> Int? {
        let first = sections[0]
        let isCode = first.tokens.count > 1 && first.tokens.allSatisfy { $0 == .digit(0x30) }
        guard isCode, !first.isGrouped, first.thousands == 0, first.condition == nil, !first.isUnknown,
            sections.dropFirst().allSatisfy({ $0.tokens == [.general] })
        else { return nil }
        return first.tokens.count
    }

    /// The formats that are known by their number alone (ECMA-376 part 1, 18.8.30); nil for one that is none.
    static func builtIn(_ number: Int) -> CellFormat? {
        switch number {
        // The short date, alone and with the time, is that of the computer; East Asian computers have more of them.
        case 14, 27...36, 50...58: CellFormat(unknownDate: false)
        case 22: CellFormat(unknownDate: true)
        default: builtInFormats[number].map(CellFormat.init)
        }
    }

    private static let builtInFormats: [Int: String] = [
        0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "[$?-F800]0", 6: "[$?-F800]0",
        7: "[$?-F800]0.00",
        8: "[$?-F800]0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 15: "d-mmm-yy",
        16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
        37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)",
        40: "#,##0.00_);[Red](#,##0.00)",
        41: "[$?-F800]0", 42: "[$?-F800]0", 43: "[$?-F800]0.00", 44: "[$?-F800]0.00", 45: "mm:ss", 46: "[h]:mm:ss",
        47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    ]
}
