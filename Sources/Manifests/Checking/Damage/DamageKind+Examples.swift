extension DamageKind {
    /// A text that has the damage and one that only looks like it; both are tested, and the documentation may show them.
    var example: (wrong: String, right: String) {
        switch self {
        case .replacementCharacter: ("Caf\u{FFFD} is open", "Café is open")
        case .misreadEncoding: ("itâ€™s CafÃ©", "it’s Café, GRÜẞE, “PÅ” …")
        case .spreadsheetError: ("#N/A", "#1")
        case .cutNumber: ("4.479E+11", "447900000000")
        case .formulaGuard: ("=\"0234\"", "0234")
        case .escapedLineBreak: ("Hello\\nSee you", "C:\\new\\notes")
        case .quotedName: ("“ann”", "O’Neil")
        case .htmlEntity: ("Tom &amp; Ann", "AT&T; Tom & Ann")
        case .foreignMergeTag: ("Dear *|FNAME|*", "*Dear* [Ann], 50% off, 20% more")
        case .formula: ("=VLOOKUP(A1;B1)", "=1+1")
        case .missingValue: ("NULL", "null and void")
        case .severalNames: ("Ann Lee <ann@example.org>", "@ann@example.social")
        case .lostLetter: ("Die Stra?e", "Die Straße")
        case .escapedCharacter: ("Gr=C3=BC=C3=9Fe", "https://example.org/?q=Gr%C3%BC%C3%9Fe&lang=DE")
        case .unlikelyName: ("2024-03-01", "ann2024")
        case .strayControl: ("Ring the bell\u{7}", "Hello\tAnn,\r\nsee you")
        }
    }
}
