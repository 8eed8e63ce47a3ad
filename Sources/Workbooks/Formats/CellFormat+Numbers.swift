/// Showing numbers as Excel in English does.
extension CellFormat {
    /// What the format shows of a number that is no date; nil where that cannot be told.
    func shown(_ number: DecimalText) -> [UInt8]? {
        guard let (section, hidesSign) = section(for: number) else { return nil }
        if section.isUnknown || section.isDate { return nil }
        var positive = number
        positive.isNegative = false
        let text = Self.shown(positive, section)
        guard let text, number.isNegative, !hidesSign else { return text }
        // Programs differ in what they show of a number that is rounded to zero from below.
        return text.contains { (0x31...0x39).contains($0) } ? [UInt8(ascii: "-")] + text : nil
    }

    /// The section that a number is shown by, and whether the section stands for the sign by itself.
    private func section(for number: DecimalText) -> (FormatSection, Bool)? {
        let numbers = sections.count > 3 ? Array(sections.prefix(3)) : sections
        if numbers.contains(where: { $0.condition != nil }) {
            // How the sign goes with conditions of one's own is a matter of many rules.
            guard !number.isNegative, let value = number.double else { return nil }
            let chosen = numbers.first { $0.condition?.holds(value) ?? false } ?? numbers.last { $0.condition == nil }
            return chosen.map { ($0, true) }
        }
        if number.digits.isEmpty, numbers.count > 2 { return (numbers[2], true) }
        if number.isNegative, numbers.count > 1 { return (numbers[1], true) }
        return (numbers[0], false)
    }

    private static func shown(_ number: DecimalText, _ section: FormatSection) -> [UInt8]? {
        let percents = section.tokens.count { $0 == .percent }
        let point = section.tokens.firstIndex(of: .point) ?? section.tokens.count
        func isDigit(_ token: FormatSection.Token) -> Bool { if case .digit = token { true } else { false } }
        let places = section.tokens[point...].count(where: isDigit)
        let scaled = number.shifted(percents * 2 - section.thousands * 3).rounded(places)
        let hasDigits = section.tokens.contains(where: isDigit)
        let whole = hasDigits ? wholePart(scaled, section, section.tokens[..<point]) : []
        var output: [UInt8] = []
        if hasDigits {
            let fraction = fractionPart(scaled, section.tokens[point...])
            // A point with nothing behind it: Excel shows it, LibreOffice does not.
            if point < section.tokens.count, places > 0, !fraction.contains(where: { $0 == 32 || $0 &- 0x30 < 10 }) {
                return nil
            }
            output = whole + fraction
        } else {
            for token in section.tokens {
                switch token {
                case .literal(let text): output += text
                case .general:
                    guard let text = general(number) else { return nil }
                    output += text
                case .percent: output.append(UInt8(ascii: "%"))
                default: return nil
                }
            }
        }
        return output
    }

    /// The places before the point, filled from the right; what has no place stands before the leftmost.
    private static func wholePart(
        _ number: DecimalText, _ section: FormatSection, _ tokens: ArraySlice<FormatSection.Token>
    ) -> [UInt8] {
        var digits = number.wholeDigits[...]
        let first = tokens.firstIndex { if case .digit = $0 { true } else { false } }
        var reversed: [UInt8] = []
        var count = 0
        func add(_ digit: UInt8) {
            if section.isGrouped, count > 0, count % 3 == 0 { reversed.append(UInt8(ascii: ",")) }
            reversed.append(digit)
            count += 1
        }
        for index in tokens.indices.reversed() {
            switch tokens[index] {
            case .literal(let text): reversed += text.reversed()
            case .percent: reversed.append(UInt8(ascii: "%"))
            case .digit(let sign):
                if let digit = digits.popLast() {
                    add(digit)
                } else if sign == 0x30 {
                    add(0x30)
                } else if sign == UInt8(ascii: "?") {
                    reversed.append(32)
                }
                if index == first { while let digit = digits.popLast() { add(digit) } }
            default: break
            }
        }
        // A point without a place before it shows no zero, but every digit there is.
        if first == nil { while let digit = digits.popLast() { add(digit) } }
        return reversed.reversed()
    }

    private static func fractionPart(_ number: DecimalText, _ tokens: ArraySlice<FormatSection.Token>) -> [UInt8] {
        var digits = number.fractionDigits[...]
        var output: [UInt8] = []
        for token in tokens {
            switch token {
            case .point: output.append(UInt8(ascii: "."))
            case .literal(let text): output += text
            case .percent: output.append(UInt8(ascii: "%"))
            case .digit(let sign):
                if let digit = digits.popFirst() {
                    output.append(digit)
                } else if sign == 0x30 {
                    output.append(0x30)
                } else if sign == UInt8(ascii: "?") {
                    output.append(32)
                }
            default: break
            }
        }
        return output
    }

    /// What is shown of a number without a format: of a fraction Excel shows eleven signs, LibreOffice fifteen digits, so that it
    /// cannot be told where it has more than ten.
    ///
    /// Whole numbers keep all their digits: a telephone number is more than 4.479E+11.
    static func general(_ number: DecimalText) -> [UInt8]? {
        let isTold = number.isWhole ? !number.isLong : number.width.whole + number.width.fraction <= 10
        return isTold ? number.text : nil
    }
}
