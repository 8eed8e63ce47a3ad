import BatchModel
import Testing

@testable import Manifests

@Suite("Text that was read in a wrong encoding is recognised, and sound text of any language is left alone")
struct MisreadTextTests {
    private func warning(_ text: String, _ place: DamagePlace = .message, encoding: String? = nil) -> Damage? {
        var finder = DamageFinder(encoding: encoding)
        return finder.find(in: text.utf8.span, place).first
    }

    /// A text in one encoding, read as another.
    private func read(_ text: String, _ encoding: String, as other: String) throws -> String {
        let bytes = try #require(EncodingConverter(from: "UTF-8", to: encoding)?.convert(whole: Array(text.utf8)))
        return try #require(EncodingGuess.decode(bytes, other))
    }

    @Test("Sound sentences, alone and two at a time")
    func sound() {
        for text in SoundText.all {
            #expect(warning(text) == nil)
            for word in text.split(separator: " ") { #expect(warning(String(word), .user)?.kind != .misreadEncoding) }
        }
        for (text, other) in zip(SoundText.all, SoundText.all.dropFirst(7)) {
            #expect(warning(text + " " + other) == nil)
        }
    }

    @Test("Sound sentences in the encoding that is given for them")
    func soundAsGiven() throws {
        let encodings = [
            "windows-1252", "macintosh", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255",
            "windows-1257", "koi8-r", "cp866", "iso-8859-2", "shift_jis", "gb18030", "euc-kr", "big5", "tis-620",
        ]
        for encoding in encodings {
            var finder = DamageFinder(encoding: encoding)
            for text in SoundText.all {
                let bytes = EncodingConverter(from: "UTF-8", to: encoding.uppercased())?.convert(
                    whole: Array(text.utf8))
                guard let bytes, EncodingGuess.decode(bytes, encoding) == text else { continue }
                let found = finder.find(in: text.utf8.span, .message).first
                #expect(found == nil, "\(encoding): \(found?.finding ?? "") \(found?.remedy ?? "")")
            }
        }
    }

    @Test(
        "UTF-8 read as another encoding, by the round trip",
        arguments: [
            ("Café", "macintosh", "Mac Roman"), ("It’s", "macintosh", "Mac Roman"),
            ("Ölfarbe", "macintosh", "Mac Roman"),
            ("Łódź", "macintosh", "Mac Roman"), ("Привет", "macintosh", "Mac Roman"), ("à", "macintosh", "Mac Roman"),
            ("Привет", "windows-1251", "Windows-1251"), ("Café", "windows-1251", "Windows-1251"),
            ("it’s", "windows-1251", "Windows-1251"), ("Cześć", "windows-1250", "Windows-1250"),
            ("Grüße", "windows-1250", "Windows-1250"), ("été", "windows-1250", "Windows-1250"),
            ("Café", "cp850", "CP850"), ("it’s", "cp850", "CP850"), ("Café", "cp437", "CP437"),
            ("it’s", "cp437", "CP437"), ("Привет", "cp437", "CP437"), ("こんにちは", "CP932", "Shift_JIS"),
            ("你好", "GB18030", "GBK"), ("Привет", "windows-1253", "Windows-1253"),
            ("Grüße", "windows-1253", "Windows-1253"),
            ("Grüße", "windows-1255", "Windows-1255"), ("Привет", "cp866", "CP866"), ("Grüße", "cp866", "CP866"),
            ("Grüße", "koi8-r", "KOI8-R"), ("Grüße", "cp852", "CP852"), ("L’été", "cp874", "Windows-874"),
            ("Tomáš", "iso-8859-2", "ISO-8859-2"), ("schön", "cp949", "CP949"), ("Grzęgorz", "latin1", "Latin-1"),
        ])
    func roundTrips(text: String, encoding: String, name: String) throws {
        let shown = try #require(EncodingGuess.decodeFilled(Array(text.utf8), encoding))
        let found = try #require(warning("x \(shown) y"))
        #expect(found.finding == "holds “\(shown)”, which is “\(text)” in UTF-8 read as \(name)")
        #expect(warning("x \(text) y") == nil)
    }

    @Test("A word that is not mended as a whole is not shown mended at all")
    func halfMended() throws {
        let found = try #require(warning("Ã©tÃ© dÃ©jÃĆÃ©"))
        #expect(found.finding.contains("“Ã©tÃ©”, which is “été”"))
        let broken = try #require(warning("dÃ©jĆÃ©"))
        #expect(broken.finding == "holds “dÃ©jĆÃ©”, which looks like UTF-8 read as another encoding")
    }

    @Test(
        "Central European, Turkish and Baltic text read as Windows-1252",
        arguments: [
            ("Günaydın, toplantı başlıyor", "windows-1254"),
            ("Dzień dobry, spotkanie zaczyna się o szóstej, proszę przyjść.", "windows-1250"),
            ("Dobrý den, schůze začíná v šest večer, těšíme se na vás, přijďte.", "windows-1250"),
            ("a gyűlés hétkor kezdődik", "windows-1250"), ("Bună ziua, şedinţa începe la ora şase", "windows-1250"),
            ("sastanak počinje u šest, đaci žele čaj", "windows-1250"),
            ("prasidės šeštą valandą, lauksime jūsų", "windows-1257"),
            ("Labdien, sanāksme sākas šešos vakarā, gaidīsim jūs", "windows-1257"),
        ])
    func alphabets(text: String, encoding: String) throws {
        let misread = try read(text, encoding, as: "windows-1252")
        let saved = try #require(warning(misread))
        #expect(saved.finding.hasSuffix("in \(encoding) read as Windows-1252"))
        let now = try #require(warning(misread, encoding: "windows-1252"))
        #expect(now.remedy.hasPrefix("Try --encoding \(encoding), which reads “"))
        let word = try #require(now.remedy.split(separator: "“").last?.split(separator: "”").first)
        #expect(text.contains(word))
        #expect(warning(text) == nil)
    }

    @Test(
        "Text of other scripts, read in the encoding given",
        arguments: [
            ("Καλημέρα, η συνάντηση αρχίζει στις έξι", "windows-1253", "windows-1251"),
            ("שלום לכולם, הפגישה מתחילה", "windows-1255", "windows-1251"),
            ("您好！明天六点开会，请准时参加。", "gb18030", "windows-1251"),
            ("您好！明天六点开会，请准时参加。", "gb18030", "windows-1252"),
            ("안녕하세요 회의는 여섯시입니다", "euc-kr", "gb18030"),
            ("Привет, собрание в шесть часов", "koi8-r", "windows-1251"),
            ("Привет, собрание в шесть часов", "windows-1251", "macintosh"),
            ("明日の会議は六時からです", "shift_jis", "windows-1252"),
            ("Grüße aus Köln, schöne Tage", "windows-1252", "macintosh"),
            ("Grüße aus Köln, schöne Tage", "cp850", "macintosh"),
            ("Cześć, źdźbło ąęść Żółw", "windows-1250", "windows-1252"),
        ])
    func scripts(text: String, encoding: String, given: String) throws {
        let bytes = try #require(
            EncodingConverter(from: "UTF-8", to: encoding.uppercased())?.convert(whole: Array(text.utf8)))
        let misread = try #require(EncodingGuess.decodeFilled(bytes, given))
        let found = try #require(warning(misread, encoding: given))
        #expect(found.remedy.hasPrefix("Try --encoding \(encoding)"))
        if let word = found.remedy.split(separator: "“").dropFirst().first?.split(separator: "”").first {
            #expect(text.contains(word))
        }
        #expect(warning(text, encoding: encoding) == nil)
    }

    @Test(
        "Text that was misread before it was saved as UTF-8",
        arguments: [
            ("ÄãºÃ", "“你好” in gb18030"), ("¾È³çÇÏ¼¼¿ä", "“안녕하세요” in euc-kr"), ("ðÒÉ×ÅÔ", "“Привет” in koi8-r"),
        ])
    func savedAsUTF8(text: String, words: String) throws {
        #expect(try #require(warning(text)).finding.contains("which is \(words) read as Windows-1252"))
    }

    @Test("Letters of two scripts inside one word", arguments: ["Dzieс dobry", "proszк", "szуstej", "dobrэ den"])
    func mixedScripts(text: String) throws {
        #expect(try #require(warning(text)).finding.contains("a word with letters of two scripts"))
    }

    @Test(
        "Foreign words with an ending of one's own",
        arguments: ["emailы", "SMSка", "VIPы", "3Dшный", "webинар", "10 kΩm"])
    func foreignWords(text: String) { #expect(warning(text) == nil) }

    @Test("Characters that were lost on the way through GBK")
    func lost() throws {
        #expect(try #require(warning("Gr锟斤拷e")).kind == .replacementCharacter)
        #expect(warning("锟的斤和拷") == nil)
    }

    @Test("What is shown is of the text that is warned about")
    func evidence() throws {
        var finder = DamageFinder(encoding: "macintosh")
        for text in ["müller", "büro", "Grüße aus Köln"] {
            let misread = try read(text, "windows-1252", as: "macintosh")
            let found = try #require(finder.find(in: misread.utf8.span, .sender).first)
            let meant = try #require(found.remedy.split(separator: "“").last?.split(separator: "”").first)
            #expect(text.contains(meant))
            #expect(found.remedy.hasPrefix("Try --encoding windows-1252"))
        }
    }
}

extension EncodingGuess {
    /// Bytes as a lenient program reads them: what the encoding lacks is taken as Latin-1 has it.
    fileprivate static func decodeFilled(_ bytes: [UInt8], _ encoding: String) -> String? {
        if let text = decode(bytes, encoding) { return text }
        guard let table = SingleByteTable(encoding) else { return nil }
        return Excerpt.text(bytes.map { $0 < 0x80 ? UInt32($0) : table.scalar($0) ?? UInt32($0) })
    }
}
