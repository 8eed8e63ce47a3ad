/// Whether a character is a letter, and of which case.
enum Letter {
    case none, small, capital, other

    init(_ scalar: UInt32) {
        if scalar < 0x80 {
            self = scalar &- 0x61 < 26 ? .small : scalar &- 0x41 < 26 ? .capital : .none
            return
        }
        // Accents that stand alone count as letters to Unicode only.
        guard !(0x2B0...0x2FF).contains(scalar), let scalar = Unicode.Scalar(scalar) else {
            self = .none
            return
        }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter: self = .small
        case .uppercaseLetter, .titlecaseLetter: self = .capital
        case .otherLetter, .modifierLetter: self = .other
        default: self = .none
        }
    }
}
