/// UTF-8 that was read as Shift-JIS, GBK, Big5 or the encoding of Korea: "縺薙ｓ縺ｫ縺｡縺ｯ", "浣犲ソ", "L챕on".
enum DoubleByteTrip {
    private static let encodings = [
        ("cp932", "shift_jis", "Shift_JIS"), ("gb18030", "gb18030", "GBK"), ("cp949", "cp949", "CP949"),
        ("big5", "big5", "Big5"),
    ]
    /// What three pairs of bytes of U+FFFD are in GBK.
    private static let lostInGBK: [UInt32] = [0x951F, 0x65A4, 0x62F7]

    /// Where characters stand that were lost before UTF-8 was read as GBK.
    static func lost(in scalars: [UInt32]) -> Int? {
        scalars.indices.first { scalars[$0...].starts(with: lostInGBK) }
    }

    /// The first word that is such a reading.
    static func first(in scalars: [UInt32]) -> RoundTrip? {
        var index = 0
        while index < scalars.count {
            guard isOfTwoBytes(scalars[index]) else {
                index += 1
                continue
            }
            let range = Excerpt.range(scalars, at: index)
            if let found = trip(Array(scalars[range]), index - range.lowerBound) { return found }
            index = range.upperBound
        }
        return nil
    }

    private static func isOfTwoBytes(_ scalar: UInt32) -> Bool { [.ideograph, .hangul].contains(Script(scalar)) }

    private static func trip(_ word: [UInt32], _ place: Int) -> RoundTrip? {
        let ideographs = word.filter(isOfTwoBytes)
        let usual = ideographs.count {
            UsualCharacters.contain($0, in: "gb18030") || UsualCharacters.contain($0, in: "shift_jis")
        }
        let isInsideLatin =
            place > 0 && place + 1 < word.count && word[place - 1] < 0x80 && Letter(word[place - 1]) == .small
            && word[place + 1] < 0x80 && Letter(word[place + 1]) == .small
        // Sound text has usual characters in every sentence; what bytes of something else become are rare ones.
        let isStrange = usual * 6 < ideographs.count || isInsideLatin && ideographs.allSatisfy { Script($0) == .hangul }
        guard isStrange, ideographs.count >= 2 || isInsideLatin else { return nil }
        for (iconv, encoding, name) in encodings {
            guard
                let bytes = EncodingConverter(from: "UTF-8", to: iconv.uppercased())?
                    .convert(whole: Array(Excerpt.text(word).utf8)),
                let text = mended(bytes, isInsideLatin)
            else { continue }
            return RoundTrip(
                shown: Excerpt.text(word), meant: text.isWhole ? text.meant : nil, encoding: encoding, name: name)
        }
        return nil
    }

    /// The bytes as UTF-8, with whether they are that as a whole; nil when they are not.
    private static func mended(_ bytes: [UInt8], _ isInsideLatin: Bool) -> (meant: String, isWhole: Bool)? {
        var (wide, narrow, bad, index) = (0, 0, 0, 0)
        while index < bytes.count {
            let first = bytes[index]
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let end = min(index + length, bytes.count)
            var scalars: [UInt32] = []
            if (try? UTF8Span(validating: bytes.span.extracting(index..<end))) != nil {
                scalars.append(decoding: bytes.span.extracting(index..<end))
            }
            guard let scalar = scalars.first, length == 1 || UTF8Round.isUsual(scalar) else {
                bad += 1
                index += 1
                continue
            }
            if length > 2 { wide += 1 } else if length == 2 { narrow += 1 }
            index = end
        }
        let isLatin = isInsideLatin && narrow >= 1 && bad == 0
        guard isLatin || wide + narrow / 2 >= 2, wide * 3 + narrow * 2 >= bad * 4 else { return nil }
        return (String(decoding: bytes, as: UTF8.self), bad == 0)
    }
}
