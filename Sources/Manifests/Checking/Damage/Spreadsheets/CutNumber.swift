/// Numbers that a spreadsheet has cut: it keeps fifteen digits, and shows long ones by their power of ten.
enum CutNumber {
    /// What a spreadsheet keeps of a number.
    private static let digitsKept = 15
    /// Longer ones are no numbers that anybody meant.
    private static let longest = 40

    /// Whether a text that begins as a number may be one of these; most numbers are too short, and are spared the closer look.
    static func mayBe(_ text: Span<UInt8>) -> Bool {
        guard text.count <= longest else { return false }
        if text.count >= digitsKept { return true }
        for index in text.indices where text[index] | 0x20 == UInt8(ascii: "e") { return true }
        return false
    }

    static func damage(_ cell: String, _ place: DamagePlace) -> Damage? {
        let bytes = Array(cell.utf8)
        let remedy = "Format the column as text in the spreadsheet, enter the number again, and save the file."
        if isScientific(bytes) {
            return Damage(
                kind: .cutNumber, finding: "is \(cell), a number whose other digits a spreadsheet has dropped",
                remedy: remedy, spoilsUser: true)
        }
        // An amount may well end in zeros.
        guard place != .value, endsInZeros(bytes) else { return nil }
        return Damage(
            kind: .cutNumber,
            finding: "is \(cell.prefix(40)), which looks like a number that a spreadsheet cut after 15 digits",
            remedy: remedy)
    }

    /// `4.479E+11`, `4,479E+11`, `1E+15`: a digit, decimals, and a power of ten with its sign.
    private static func isScientific(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard rest.count <= 30, let digit = rest.popFirst(), isDigit(digit) else { return false }
        var hasDecimals = false
        if let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") {
            rest.removeFirst()
            let decimals = rest.prefix(while: isDigit)
            if decimals.isEmpty { return false }
            hasDecimals = true
            rest = rest.dropFirst(decimals.count)
        }
        guard let e = rest.popFirst(), e | 0x20 == UInt8(ascii: "e") else { return false }
        var hasSign = false
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            rest.removeFirst()
            hasSign = true
        }
        // Without a sign or decimals it may be a name: 2E4.
        return (hasSign || hasDecimals) && (1...3).contains(rest.count) && rest.allSatisfy(isDigit)
    }

    private static func endsInZeros(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= digitsKept, bytes.count <= longest, bytes.allSatisfy(isDigit) else { return false }
        let zeros = bytes.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        // All that lies beyond what is kept; a number of just that length may end in one zero by chance.
        let isCut = zeros >= max(bytes.count - digitsKept, bytes.count == digitsKept ? 2 : 1)
        // A one with zeros is a round number that somebody chose.
        return isCut && bytes.count - zeros >= 3
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
