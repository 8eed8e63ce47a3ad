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

    /// An encoding, with what it makes of a sample.
    struct Candidate {
        var encoding: String
        var text: String
        /// How much that looks like text.
        var score: Double
        /// How many characters are beyond ASCII.
        var count: Int
        /// What the file shows of its encoding beside its text, which counts before that.
        var proof = 0

        /// Whether people write all its characters, which bytes of another encoding are not where they are UTF-8 by chance.
        var isUsualText: Bool { text.unicodeScalars.allSatisfy { $0.isASCII || UTF8Round.isUsual($0.value) } }
    }

    /// Likely encodings of exports, the likeliest first: of equally good readings the first is taken.
    private static let candidates = [
        "utf-8", "windows-1252", "macintosh", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
        "windows-1255", "windows-1256", "windows-1257", "windows-1258", "koi8-r", "koi8-u", "cp866", "cp850", "cp852",
        "iso-8859-2", "shift_jis", "cp932", "gb18030", "big5", "euc-kr", "cp949", "euc-jp", "tis-620", "cp437", "cp857",
        "cp775", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-13", "iso-8859-6", "iso-8859-8", "iso-8859-15",
        "mac-centraleurope", "mac-cyrillic", "mac-uk", "mac-greek", "mac-turkish", "mac-iceland", "mac-croatian",
        "mac-romanian", "cp874", "cp737", "cp869", "cp862", "cp855", "cp860", "cp865", "cp861", "big5-hkscs", "johab",
        "cp720",
    ]
    /// Encodings of old Macintoshes, whose lines end in a lone CR.
    private static let ofMacintosh = candidates.filter { $0.hasPrefix("mac") }
    /// The tables of those with one byte a character, as making one is dear.
    private static let tables: [String: SingleByteTable] = candidates.reduce(into: [:]) { tables, name in
        if name != "utf-8", !DoubleByteRank.isRanked(name) { tables[name] = SingleByteTable(name) }
    }
    static let most = 3
    /// Samples and cells that were cut are longer.
    private static let shortestCut = 30
    /// What little text cannot decide, custom does.
    private static let custom = [
        "windows-1252": 3.0, "iso-8859-15": 2, "macintosh": 1, "windows-1250": 1, "windows-1251": 1, "cp437": -3,
        "cp857": -3,
        "cp775": -3,
        "iso-8859-5": -3, "iso-8859-7": -3, "iso-8859-9": -3, "iso-8859-13": -3, "iso-8859-6": -3, "iso-8859-8": -3,
        "cp869": -3, "cp855": -3, "cp860": -3, "cp865": -3, "cp861": -3, "johab": -3, "cp720": -1,
        "mac-centraleurope": -1,
        "mac-turkish": -1,
        "mac-iceland": -1, "mac-croatian": -2,
        "mac-romanian": -2,
    ]

    /// The encodings that can read a sample, the likeliest first.
    ///
    /// The encoding `given`, by whatever name, is not among them. A file whose lines end in a lone CR comes from an old
    /// Macintosh.
    static func ranked(_ sample: [UInt8], besides given: String?, hasOnlyReturns: Bool = false) -> [Candidate] {
        let excluded = given.flatMap { tables[$0] ?? SingleByteTable($0) }
        let endsAsInWindows = sample.contains(10) && sample.contains(13)
        let found = candidates.compactMap { name -> Candidate? in
            if name == given?.lowercased() { return nil }
            if let excluded, tables[name] == excluded { return nil }
            guard var found = candidate(name, sample) else { return nil }
            if ofMacintosh.contains(name) {
                if hasOnlyReturns { found.proof = 1 }
                // Such lines are those of Windows and of DOS.
                if endsAsInWindows { found.score -= 1.5 }
            }
            if name == "utf-8", found.isUsualText { found.proof = 2 }
            return found
        }
        // Of bad readings the most usual is as good as any.
        return found.enumerated().map { (place: $0.offset, score: max(0, $0.element.score), candidate: $0.element) }
            .sorted { ($1.candidate.proof, $1.score, $0.place) < ($0.candidate.proof, $0.score, $1.place) }
            .map(\.candidate)
    }

    /// The likeliest encoding of a whole file; nil for UTF-8, and for text of two bytes a character.
    static func encoding(of file: ManifestFile) -> String? {
        var sample: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        var (offset, isUTF8) = (Int64(0), UTF8Evidence())
        while let count = try? file.read(into: &block, from: 0, at: offset), count > 0 {
            if offset == 0, WideText.hasMark(block) || WideText.unmarkedEncoding(Array(block.prefix(count))) != nil {
                return nil
            }
            isUTF8.take(block.span.extracting(..<count))
            if let place = block[..<count].firstIndex(where: { $0 >= 0x80 }), sample.count < 1 << 13 {
                sample += EncodingSample(Array(block.prefix(count)), from: place).bytes
            }
            offset += Int64(count)
        }
        if sample.isEmpty || isUTF8.isUTF8BeyondASCII { return nil }
        // What no table reads as a whole is read all the same: every byte has a character in Latin-1.
        return ranked(sample, besides: "utf-8").first { tables[$0.encoding] != nil }?.encoding ?? "iso-8859-1"
    }

    /// What an encoding is called among the candidates, whatever name was given for it; nil when it is not among them.
    static func candidateName(of encoding: String) -> String? {
        let name = encoding.lowercased()
        if candidates.contains(name) { return name }
        if let table = SingleByteTable(name), let found = candidates.first(where: { tables[$0] == table }) {
            return found
        }
        // Latin-1 has the letters of Windows-1252.
        return ["iso-8859-1", "iso8859-1", "latin1", "l1"].contains(name) ? "windows-1252" : nil
    }

    /// The bytes of a text in one of the candidates; nil when that lacks a character of it.
    static func bytes(of scalars: [UInt32], in encoding: String) -> [UInt8]? {
        if let table = tables[encoding] { return table.bytes(of: scalars) }
        return EncodingConverter(from: "UTF-8", to: encoding.uppercased())?
            .convert(whole: Array(Excerpt.text(scalars).utf8))
    }

    /// What an encoding makes of a sample; nil when it cannot read it.
    static func candidate(_ name: String, _ sample: [UInt8]) -> Candidate? {
        guard let (text, bytes) = decodeSample(sample, name) else { return nil }
        return candidate(name, text, bytes)
    }

    /// Judges a text that an encoding makes of some bytes.
    static func candidate(_ name: String, _ text: String, _ bytes: [UInt8]) -> Candidate {
        let plausibility = Plausibility(text.unicodeScalars.map(\.value), encoding: name)
        let score = plausibility.score + DoubleByteRank.points(bytes, name) + (custom[name] ?? 0)
        return Candidate(encoding: name, text: text, score: score, count: plausibility.count)
    }

    /// Two or three ways to read some bytes, the likeliest first, each with another text.
    ///
    /// The likelihood is that of a larger sample of the same file.
    static func readings(
        of bytes: [UInt8], sample: [UInt8], besides given: String?, hasOnlyReturns: Bool
    ) -> [Reading] {
        var found: [(reading: Reading, score: Double)] = []
        for next in ranked(sample, besides: given, hasOnlyReturns: hasOnlyReturns) {
            // The third must deserve its place; the second shows what the first is better than.
            if found.count == most || (found.count == 2 && next.score <= 0) { break }
            guard let text = decodeBeginning(bytes, next.encoding), !found.contains(where: { $0.reading.text == text })
            else {
                continue
            }
            found.append((Reading(encoding: next.encoding, text: text), next.score))
        }
        return found.map(\.reading)
    }

    /// Bytes as text; nil when they are none in the encoding.
    static func decode(_ bytes: [UInt8], _ encoding: String) -> String? {
        guard let converter = EncodingConverter(from: encoding.uppercased()) else { return nil }
        return converter.convert(whole: bytes).map { String(decoding: $0, as: UTF8.self) }
    }

    /// As much of some bytes as is text when they may end in the middle of a character.
    static func decodeBeginning(_ bytes: [UInt8], _ encoding: String) -> String? {
        decodeSample(bytes, encoding)?.text
    }

    private static func decodeSample(_ sample: [UInt8], _ encoding: String) -> (text: String, bytes: [UInt8])? {
        // Where a byte is a character, or all of a short cell is there, what is no text is no cut.
        let mayBeCut = tables[encoding] == nil && sample.count >= shortestCut
        for cut in 0..<(mayBeCut ? 4 : 1) {
            let bytes = Array(sample.dropLast(cut))
            if let text = decode(bytes, encoding) { return (text, bytes) }
        }
        return nil
    }
}
