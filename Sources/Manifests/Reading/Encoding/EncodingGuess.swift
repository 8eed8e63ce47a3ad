import BatchModel

/// Guesses the encoding of bytes that are not text in the encoding they should have.
enum EncodingGuess {
    /// How bytes read in an encoding.
    struct Reading: Hashable {
        /// The name that `--encoding` takes.
        var encoding: String
        /// The bytes as that encoding reads them.
        var text: String
    }

    /// Likely encodings of exports, the likeliest first: of equally good readings the first is taken.
    private static let candidates = [
        "utf-8", "windows-1252", "macintosh", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
        "windows-1255",
        "windows-1256", "windows-1257", "koi8-r", "cp850", "shift_jis", "gb18030", "big5", "euc-kr",
    ]
    private static let most = 3
    /// What little text cannot decide, custom does.
    private static let custom = ["windows-1252": 3.0, "macintosh": 2, "windows-1250": 1, "windows-1251": 1]

    /// Two or three ways to read some bytes, the likeliest first, each with another text.
    ///
    /// The likelihood is that of a larger sample of the same file. The encoding `given`, by whatever name, is not among them.
    /// A file whose lines end in a lone CR comes from an old Macintosh.
    static func readings(
        of bytes: [UInt8], sample: [UInt8], besides given: String?, hasOnlyReturns: Bool
    ) -> [Reading] {
        let excluded = given.flatMap { SingleByteTable($0) }
        let scored = candidates.compactMap { name -> (reading: Reading, score: Double)? in
            guard name != given?.lowercased(), let text = decode(bytes, name), let whole = decodeSample(sample, name)
            else {
                return nil
            }
            if let excluded, SingleByteTable(name) == excluded { return nil }
            let score =
                hasOnlyReturns && name == "macintosh" ? .infinity : Plausibility.score(whole) + (custom[name] ?? 0)
            return (Reading(encoding: name, text: text), score)
        }
        var found: [(reading: Reading, score: Double)] = []
        // Of bad readings the most usual is as good as any.
        let ranked = scored.enumerated().map {
            (place: $0.offset, score: max(0, $0.element.score), reading: $0.element)
        }
        .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
        for next in ranked.map(\.reading)
        where !found.contains(where: { $0.reading.text == next.reading.text }) {
            // The third must deserve its place; the second shows what the first is better than.
            if found.count == most || (found.count == 2 && next.score <= 0) { break }
            found.append(next)
        }
        return found.map(\.reading)
    }

    /// Bytes as text; nil when they are none in the encoding.
    static func decode(_ bytes: [UInt8], _ encoding: String) -> String? {
        guard let converter = EncodingConverter(from: encoding.uppercased()) else { return nil }
        var text: [UInt8] = []
        var used = 0
        while used < bytes.count {
            let step = converter.convert(bytes, used..<bytes.count, into: &text)
            used += step.used
            switch step.stop {
            case .inputUsed, .outputFull: continue
            case .incomplete, .undecodable: return nil
            }
        }
        text += converter.finish()
        return String(decoding: text, as: UTF8.self)
    }

    /// A sample may begin and end in the middle of a character.
    private static func decodeSample(_ sample: [UInt8], _ encoding: String) -> [UInt32]? {
        for cut in 0..<min(4, sample.count) {
            if let text = decode(Array(sample.dropLast(cut)), encoding) { return text.unicodeScalars.map(\.value) }
        }
        return decode(sample, encoding)?.unicodeScalars.map(\.value)
    }
}

/// What each byte beyond ASCII means in an encoding of one byte a character: encodings that agree in all are the same.
struct SingleByteTable: Hashable {
    private let scalars: [UInt32?]

    /// Nil for an encoding that is unknown, or has more than one byte for any of these characters.
    init?(_ encoding: String) {
        guard EncodingConverter(from: encoding.uppercased()) != nil else { return nil }
        let texts = (UInt8(0x80)...0xFF).map { EncodingGuess.decode([$0], encoding)?.unicodeScalars.map(\.value) }
        guard texts.contains(where: { $0 != nil }) else { return nil }
        scalars = texts.map { $0?.count == 1 ? $0?.first : nil }
    }

    /// The bytes of a text; nil when the encoding lacks a character of it.
    func bytes(of text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                bytes.append(UInt8(scalar.value))
            } else if let place = scalars.firstIndex(of: scalar.value) {
                bytes.append(UInt8(0x80 + place))
            } else {
                return nil
            }
        }
        return bytes
    }
}
