/// One section of a number format, taken apart.
struct FormatSection: Sendable, Hashable {
    /// What one sign, or several, of a format stand for.
    enum Token: Sendable, Hashable {
        case literal([UInt8])
        /// A digit's place: `0`, `#` or `?`.
        case digit(UInt8)
        case point
        case percent
        /// The number as it is, or a text as it is.
        case general
        /// So many of `y`, `m`, `d`, `h` or `s`; `n` is a minute.
        case date(UInt8, Int)
        /// Hours, minutes or seconds that do not begin anew: `[h]`.
        case elapsed(UInt8, Int)
        /// So many digits of a second's fraction.
        case fraction(Int)
        /// `AM/PM` or `A/P`, as the format writes them.
        case half(am: [UInt8], pm: [UInt8])
    }

    /// A condition such as `[<=9999999]`.
    struct Condition: Sendable, Hashable {
        var sign: String
        var number: Double

        func holds(_ value: Double) -> Bool {
            switch sign {
            case "<": value < number
            case "<=": value <= number
            case ">": value > number
            case ">=": value >= number
            case "=": value == number
            default: value != number
            }
        }
    }

    var tokens: [Token] = []
    var condition: Condition?
    /// Whether it holds the sign for a text, `@`.
    var hasText = false
    /// Whether thousands are divided.
    var isGrouped = false
    /// How often the number is divided by a thousand before it is shown.
    var thousands = 0
    /// Whether it holds what only the computer it is shown on, or much more than this, can tell.
    var isUnknown = false
    /// Whether names of months and days are English.
    var isEnglish = false

    /// Whether it shows a date or a time, or a span of time.
    var isDate: Bool { hasCalendar || hasClock }

    /// Whether it shows days, months or years.
    var hasCalendar: Bool {
        tokens.contains { if case .date(let sign, _) = $0 { [0x79, 0x6D, 0x64].contains(sign) } else { false } }
    }

    /// Whether it shows hours, minutes or seconds.
    var hasClock: Bool {
        tokens.contains { token in
            switch token {
            case .date(let sign, _): [0x68, 0x6E, 0x73].contains(sign)
            case .elapsed, .fraction, .half: true
            default: false
            }
        }
    }
}
