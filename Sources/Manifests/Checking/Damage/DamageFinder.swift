import BatchModel
import Text

/// Looks for damaged text. Costs a text without anything suspicious one pass over its bytes.
struct DamageFinder {
    private var misread: MisreadText
    /// The scalars of the text that is looked at; kept for its memory.
    private var scalars: [UInt32] = []
    /// The words beyond ASCII of texts that were found sound: the same ones come again and again in a file.
    private var sound: Set<UInt64> = []
    private static let mostSound = 4_096

    /// Takes the name of the encoding that the user gave.
    init(encoding: String?) { misread = MisreadText(encoding: encoding.flatMap { Self.isUTF8($0) ? nil : $0 }) }

    /// Every kind of damage in a text, each once; `isPlain` says that the text is known to have no suspicious byte.
    mutating func find(in text: Span<UInt8>, _ place: DamagePlace, isPlain isKnown: Bool = false) -> [Damage] {
        if text.isEmpty { return [] }
        let mayBeWhole = Self.mayBeWhole(text)
        // In a name, and in what stands for one, every question mark is suspicious.
        let isName = place == .user || place == .sender || place == .value
        let isPlain =
            isKnown || SuspiciousBytes.isPlain(message: text) && !(isName && text.holds(UInt8(ascii: "?")))
        let isGreeting = place == .message && MissingName.mayBe(text)
        return isPlain && !mayBeWhole && !isGreeting && place != .user
            ? [] : find(in: text, place, mayBeWhole: mayBeWhole, isPlain: isPlain)
    }

    private mutating func find(
        in text: Span<UInt8>, _ place: DamagePlace, mayBeWhole: Bool, isPlain: Bool
    ) -> [Damage] {
        let bytes = isPlain ? [] : SuspiciousBytes(in: text)
        var found: [Damage] = []
        if mayBeWhole { found += wholeCell(text, place) }
        if place == .user { found += unlikely(text, isPlain: isPlain) }
        if place == .message, let nobody = MissingName.damage(inSalutationOf: text) { found.append(nobody) }
        if bytes.contains(.nonASCII) { found += lostCharacters(text, place) }
        if bytes.contains(.control), let encoding = EscapedText.encoding(text) {
            found.append(escaped(encoding))
        } else if !bytes.isDisjoint(with: [.control, .nonASCII]), let control = StrayControl.first(in: text) {
            found.append(control)
        }
        if bytes.contains(.ampersand), let entity = HTMLEntity.first(in: text) { found.append(entity) }
        if bytes.contains(.backslash), let escape = EscapedLineBreak.first(in: text) { found.append(escape) }
        if bytes.contains(.underscore), let escape = EscapedLineBreak.ofWorkbook(in: text) { found.append(escape) }
        if bytes.contains(.escape), let escape = EscapedCharacter.first(in: text, place) { found.append(escape) }
        if bytes.contains(.questionMark), !found.contains(where: { $0.kind == .spreadsheetError }),
            let lost = LostLetter.damage(in: text, place)
        {
            found.append(lost)
        }
        if bytes.contains(.tagStart), let tag = MergeTag.first(in: text) { found.append(tag) }
        if bytes.contains(.tagStart), !mayBeWhole || found.isEmpty, let error = SpreadsheetError.first(in: text) {
            found.append(error)
        }
        if bytes.contains(.tagStart), let value = MissingValue.first(in: text) { found.append(value) }
        return found.filter { $0.kind.applies(to: place) }
    }

    /// Whether a text may be damage as a whole: an error value, a number, a guard, or a quoted name.
    static func mayBeWhole(_ text: Span<UInt8>) -> Bool {
        // Nothing that is damaged as a whole is longer.
        guard !text.isEmpty, text.count <= 256 else { return false }
        switch text[0] {
        // `“„”‘’‚‹›` and `«»` begin with the last two.
        case UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "'"), 0xE2, 0xC2: return true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return CutNumber.mayBe(text)
        default: return SpreadsheetError.mayBeNumbered(text) || MissingValue.mayBe(text)
        }
    }

    private func wholeCell(_ text: Span<UInt8>, _ place: DamagePlace) -> [Damage] {
        let cell = String(copying: text)
        return [
            SpreadsheetError.damage(cell), CutNumber.damage(cell, place), FormulaGuard.damage(cell),
            QuotedName.damage(cell), Formula.damage(cell), MissingValue.damage(cell, place),
        ].compactMap { $0 }
    }

    /// What shows that a user is no name, or more than one.
    private func unlikely(_ text: Span<UInt8>, isPlain: Bool) -> [Damage] {
        var found: [Damage?] = []
        if SuspiciousBytes.look(atUser: text).mayHoldSeveral {
            found.append(SeveralNames.damage(String(copying: text)))
        }
        if !isPlain || UnlikelyName.mayBe(text) { found.append(UnlikelyName.damage(String(copying: text))) }
        return found.compactMap(\.self)
    }

    private mutating func lostCharacters(_ text: Span<UInt8>, _ place: DamagePlace) -> [Damage] {
        let words = ForeignWords.hash(text, place)
        if sound.contains(words) { return [] }
        let found = lookForLostCharacters(text, place)
        if found.isEmpty, sound.count < Self.mostSound { sound.insert(words) }
        return found
    }

    private mutating func lookForLostCharacters(_ text: Span<UInt8>, _ place: DamagePlace) -> [Damage] {
        scalars.removeAll(keepingCapacity: true)
        scalars.append(decoding: text)
        var found: [Damage] = []
        if let lost = scalars.firstIndex(of: 0xFFFD) {
            found.append(
                Damage(
                    kind: .replacementCharacter,
                    finding: "holds U+FFFD where a character was lost: “\(Excerpt.word(scalars, at: lost))”",
                    remedy: "Take the text from its source again; what was lost is not in this file."))
        }
        if let lost = DoubleByteTrip.lost(in: scalars) {
            found.append(
                Damage(
                    kind: .replacementCharacter,
                    finding: "holds “\(Excerpt.word(scalars, at: lost))”, "
                        + "what characters that were lost are in UTF-8 read as GBK",
                    remedy: "Take the text from its source again; what was lost is not in this file."))
        } else if let misread = misread.find(in: scalars, place) {
            found.append(misread)
        }
        return found
    }

    /// What a control character in a user or sender comes from, where that is text read in a wrong encoding, and what to do; nil
    /// where it is not.
    mutating func controlWords(_ text: Span<UInt8>, _ field: ManifestField) -> (String, String)? {
        scalars.removeAll(keepingCapacity: true)
        scalars.append(decoding: text)
        guard let sign = C1Sign.damage(in: scalars) else { return nil }
        if let trip = misread.roundTrip(in: scalars) { return ("The \(field.name) \(trip.finding).", trip.remedy) }
        return ("The \(field.name) holds \(sign.finding).", sign.remedy)
    }

    private func escaped(_ name: String) -> Damage {
        Damage(
            kind: .misreadEncoding, finding: "holds text in \(name), which was not read as such",
            remedy: "Save it as UTF-8 where it comes from; if the whole file is so, add \(option: .encoding) \(name).")
    }

    private static func isUTF8(_ name: String) -> Bool { ["UTF-8", "UTF8"].contains(name.uppercased()) }
}

extension Array where Element == UInt32 {
    /// Appends the scalars of text that is known to be UTF-8.
    mutating func append(decoding text: Span<UInt8>) {
        var index = 0
        while index < text.count {
            let first = UInt32(text[index])
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            guard index + length <= text.count else { return }
            var scalar = length == 1 ? first : first & (0x7F >> UInt32(length))
            for next in index + 1..<index + length { scalar = scalar << 6 | UInt32(text[next] & 0x3F) }
            append(scalar)
            index += length
        }
    }
}
