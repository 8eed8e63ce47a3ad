/// Showing dates and times as Excel in English does.
extension CellFormat {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// What the format shows of a date; nil where that cannot be told, such as the month's name in the computer's language.
    func shown(_ date: SerialDate) -> [UInt8]? {
        let section = sections[0]
        if section.isUnknown || section.condition != nil { return nil }
        let finest = section.tokens.reduce(0) { if case .fraction(let count) = $1 { max($0, count) } else { $0 } }
        guard finest <= 3 else { return nil }
        // Seconds are cut where no fraction of them is shown; what would have to be rounded is not told.
        let unit = finest == 0 ? 1_000 : finest == 1 ? 100 : finest == 2 ? 10 : 1
        if date.total % unit != 0 { return nil }
        let has12Hours = section.tokens.contains { if case .half = $0 { true } else { false } }
        var output: [UInt8] = []
        for token in section.tokens {
            switch token {
            case .literal(let text): output += text
            case .date(let sign, let count):
                guard let text = Self.shown(sign, count, date, section.isEnglish, has12Hours) else { return nil }
                output += text.utf8
            case .elapsed(let sign, let count):
                let seconds = date.total / 1_000
                let number = sign == 0x68 ? seconds / 3_600 : sign == 0x6E ? seconds / 60 : seconds
                output += SerialDate.padded(number, count).utf8
            case .fraction(let count):
                let digits = SerialDate.padded(date.milliseconds % 1_000, 3)
                output += [UInt8(ascii: ".")] + digits.utf8.prefix(count)
            case .half(let am, let pm): output += date.milliseconds < 43_200_000 ? am : pm
            default: return nil
            }
        }
        return output
    }

    private static func shown(
        _ sign: UInt8, _ count: Int, _ date: SerialDate, _ isEnglish: Bool, _ has12Hours: Bool
    ) -> String? {
        let seconds = date.milliseconds / 1_000
        func number(_ number: Int) -> String { SerialDate.padded(number, min(count, 2)) }
        switch sign {
        case 0x79: return count > 2 ? SerialDate.padded(date.year, 4) : SerialDate.padded(date.year % 100, 2)
        case 0x6D where count > 2:
            let name = months[date.month - 1]
            return isEnglish ? (count == 3 ? String(name.prefix(3)) : count == 5 ? String(name.prefix(1)) : name) : nil
        case 0x6D: return number(date.month)
        case 0x64 where count > 2:
            let name = days[date.weekday]
            return isEnglish ? (count == 3 ? String(name.prefix(3)) : name) : nil
        case 0x64: return number(date.day)
        case 0x68:
            let hour = seconds / 3_600
            return number(has12Hours ? (hour + 11) % 12 + 1 : hour)
        case 0x6E: return number(seconds / 60 % 60)
        default: return number(seconds % 60)
        }
    }
}
