/// A number as digits and a power of ten, as the file writes it: nothing is lost by reading it as a binary number.
struct DecimalText: Hashable {
    /// What a binary number of eight bytes holds for sure.
    static let exactDigits = 15

    var isNegative = false
    /// The digits, 0 to 9, without zeros at either end; none for zero.
    private(set) var digits: [UInt8] = []
    /// How many of the digits, or zeros behind them, stand before the point; negative for zeros behind it.
    private(set) var point = 0

    /// Reads a number as XML and JSON write it; nil for anything else.
    init?(_ text: [UInt8]) {
        var place = 0
        if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            place = 1
        }
        var hasDigits = false
        var isBehindPoint = false
        while place < text.count {
            let digit = text[place] &- 0x30
            if digit <= 9 {
                hasDigits = true
                if isBehindPoint {
                    if digits.isEmpty, digit == 0 { point -= 1 }
                } else if digit > 0 || !digits.isEmpty {
                    point += 1
                }
                if digit > 0 || !digits.isEmpty { digits.append(digit) }
            } else if text[place] == UInt8(ascii: "."), !isBehindPoint {
                isBehindPoint = true
            } else {
                break
            }
            place += 1
        }
        guard hasDigits, let exponent = Self.exponent(text[place...]) else { return nil }
        point += exponent
        normalise()
        // What has a fraction and so many digits is the expansion of a binary number, whose shortest form is what was meant.
        if digits.count > Self.exactDigits, point < digits.count, let short = Self.shortest(text) { self = short }
    }

    private init(isNegative: Bool, digits: [UInt8], point: Int) {
        (self.isNegative, self.digits, self.point) = (isNegative, digits, point)
        normalise()
    }

    private mutating func normalise() {
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { (isNegative, point) = (false, 0) }
    }

    /// The power of ten behind the digits, 0 where there is none; nil for what is none.
    private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first else { return 0 }
        guard first | 0x20 == UInt8(ascii: "e"), text.count <= 5 else { return nil }
        var rest = text.dropFirst()
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty, rest.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
        let number = rest.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return number > 400 ? nil : isNegative ? -number : number
    }

    private static func shortest(_ text: [UInt8]) -> DecimalText? {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        let short = Array("\(value)".utf8)
        // Seventeen digits at most, so that this ends here.
        var mantissa = short.prefix { $0 != UInt8(ascii: "e") }
        let isNegative = mantissa.first == UInt8(ascii: "-")
        if isNegative { mantissa = mantissa.dropFirst() }
        guard let exponent = exponent(short[mantissa.endIndex...]) else { return nil }
        let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
        let all = (whole + mantissa.dropFirst(whole.count + 1)).map { $0 - 0x30 }
        let zeros = all.prefix { $0 == 0 }.count
        return DecimalText(
            isNegative: isNegative, digits: Array(all.dropFirst(zeros)), point: whole.count - zeros + exponent)
    }

    /// Whether nothing stands behind the point.
    var isWhole: Bool { point >= digits.count }

    /// Whether it has more digits than a spreadsheet keeps, so that the last ones may be others than somebody typed.
    var isLong: Bool { digits.count > Self.exactDigits || point > Self.exactDigits }

    /// How many digits stand before the point, at least one, and how many behind it.
    var width: (whole: Int, fraction: Int) { (max(1, point), max(0, digits.count - point)) }

    /// The same number times a power of ten.
    func shifted(_ places: Int) -> DecimalText {
        DecimalText(isNegative: isNegative, digits: digits, point: digits.isEmpty ? 0 : point + places)
    }

    /// The number with at most so many digits behind the point, half away from zero.
    func rounded(_ places: Int) -> DecimalText {
        let kept = point + places
        if kept >= digits.count { return self }
        if kept < 0 { return DecimalText(isNegative: isNegative, digits: [], point: 0) }
        var rounded = Array(digits.prefix(kept))
        var newPoint = point
        if digits[kept] >= 5 {
            var place = kept - 1
            while place >= 0, rounded[place] == 9 {
                rounded[place] = 0
                place -= 1
            }
            if place >= 0 {
                rounded[place] += 1
            } else {
                rounded.insert(1, at: 0)
                newPoint += 1
            }
        }
        return DecimalText(isNegative: isNegative, digits: rounded, point: newPoint)
    }

    /// The digits before the point, as ASCII; none for a number below one.
    var wholeDigits: [UInt8] {
        guard point > 0 else { return [] }
        return (0..<point).map { $0 < digits.count ? digits[$0] + 0x30 : 0x30 }
    }

    /// The digits behind the point, as ASCII.
    var fractionDigits: [UInt8] {
        guard point < digits.count else { return [] }
        return [UInt8](repeating: 0x30, count: max(0, -point)) + digits[max(0, point)...].map { $0 + 0x30 }
    }

    /// The number without exponent: `-12.5`.
    var text: [UInt8] {
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        text += point > 0 ? wholeDigits : [0x30]
        let fraction = fractionDigits
        if !fraction.isEmpty { text += [UInt8(ascii: ".")] + fraction }
        return text
    }

    /// The number for arithmetic on dates.
    var double: Double? { Double(String(decoding: text, as: UTF8.self)) }
}
