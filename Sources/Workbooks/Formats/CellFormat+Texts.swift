/// Showing texts as Excel does.
extension CellFormat {
    /// The section that texts are shown by: the fourth, or the last if it holds `@`; nil where they are shown as they are.
    static func textSection(_ sections: [FormatSection]) -> FormatSection? {
        if sections.count > 3 { return sections[3] }
        return sections.last.flatMap { $0.hasText ? $0 : nil }
    }

    /// Whether more than blanks around a text is shown, or less than all of it.
    static func changes(_ section: FormatSection) -> Bool {
        var texts = 0
        for token in section.tokens {
            switch token {
            case .general: texts += 1
            case .literal(let text): if text.contains(where: { $0 != 32 }) { return true }
            default: return true
            }
        }
        return texts != 1
    }

    /// What is shown of a text; nil where that cannot be told.
    func shown(text: ArraySlice<UInt8>) -> [UInt8]? {
        guard let section = Self.textSection(sections), !section.isUnknown else { return nil }
        var output: [UInt8] = []
        for token in section.tokens {
            switch token {
            case .general: output += text
            case .literal(let literal): output += literal
            default: return nil
            }
        }
        return output
    }
}
