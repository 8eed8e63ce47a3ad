import Testing

@testable import Manifests

@Suite("The hint for a file that is not UTF-8 names the right encoding, with a piece of it that shows why")
struct EncodingHintTests {
    private func remedy(_ user: String, _ message: String, _ encoding: String) throws -> String {
        let text = "user;sender;message\r\n\(user);o;\(message)\r\n"
        let bytes = try #require(
            EncodingConverter(from: "UTF-8", to: encoding.uppercased())?.convert(whole: Array(text.utf8)))
        return try #require(try Sample(bytes).check().fault).remedy
    }

    @Test(
        "The encoding that fits the whole file comes first, whatever the first name is",
        arguments: [
            ("windows-1254", ["Ömer", "ayşe", "Çağrı"], "Günaydın, toplantı başlıyor, görüşürüz."),
            ("windows-1250", ["Tomáš", "Aleš", "Václav", "Jiří"], "Dobrý den, schůze začíná v šest večer, přijďte."),
            ("windows-1250", ["László", "Márta", "Erzsébet", "Ödön"], "Üdvözlet, a gyűlés hétkor kezdődik, őszintén"),
            ("windows-1250", ["wójcik", "Jędrzej", "Zażółć", "łukasz", "Żaneta"], "Cześć, źdźbło ąęść Żółw"),
            ("windows-1250", ["wójcik", "Jędrzej", "Zażółć", "łukasz", "Świątek"], "Cześć"),
            (
                "windows-1257", ["Žiedė", "Šarūnas", "Ąžuolas", "Andželika"],
                "Sveiki, susirinkimas prasidės šeštą valandą"
            ),
            ("windows-1257", ["Õie"], "Tere, koosolek algab, ootame teid kõiki väga, šokolaad, žanr"),
            ("iso-8859-2", ["Świątek", "łukasz"], "Cześć, zażółć gęślą jaźń"),
            ("cp852", ["Świątek", "łukasz"], "Cześć, zażółć gęślą jaźń"),
            ("cp866", ["иван", "ann"], "Привет, собрание в шесть часов"),
            ("koi8-r", ["иван", "ann"], "Привет, собрание в шесть часов"),
            ("windows-1251", ["иван", "ann"], "Привет, собрание в шесть часов"),
            ("windows-1253", ["Γιώργος", "ann"], "Καλημέρα, η συνάντηση αρχίζει στις έξι"),
            ("windows-1255", ["שרה", "ann"], "שלום לכולם, הפגישה מתחילה"),
            ("windows-1256", ["محمد", "ann"], "مرحبا بالجميع"), ("tis-620", ["สมชาย", "ann"], "สวัสดีครับ"),
            ("gb18030", ["你好", "王伟", "ann"], "您好！明天六点开会，请准时参加。"), ("gb18030", ["你好"], "Hi"),
            ("euc-kr", ["박지성", "김철수"], "안녕하세요 회의는 여섯시입니다"), ("euc-kr", ["박지성"], "안녕"),
            ("euc-jp", ["田中", "tanaka", "タナカ"], "こんにちは、会議は六時です"), ("shift_jis", ["田中"], "明日の会議は六時からです"),
            ("big5", ["陳靜", "ann"], "您好，會議六點開始"), ("macintosh", ["müller"], "Grüße aus Köln"),
            ("cp850", ["müller"], "Grüße aus Köln"), ("windows-1252", ["müller", "josé"], "Grüße, it’s 5 €"),
            ("iso-8859-15", ["Chloé"], "Votre cotisation de 5 € pour notre œuvre"),
            ("windows-1252", ["Chloé"], "Votre cotisation de 5 € pour notre œuvre"),
            ("mac-centraleurope", ["Tomáš", "Jiří"], "Dobrý den, schůze začíná v šest večer, přijďte."),
            ("mac-centraleurope", ["Łukasz", "Żaneta"], "Cześć, zażółć gęślą jaźń"),
            ("mac-cyrillic", ["Иван", "ann"], "Привет, собрание в шесть часов"),
            ("mac-greek", ["Γιώργος", "ann"], "Καλημέρα, η συνάντηση αρχίζει στις έξι"),
            ("mac-turkish", ["Ömer", "ayşe"], "Günaydın, toplantı başlıyor, görüşürüz, İstanbul"),
            ("cp874", ["สมชาย", "ann"], "“สวัสดีครับ” – ขอบคุณ"),
            ("cp737", ["Γιώργος", "ann"], "Καλημέρα, η συνάντηση αρχίζει στις έξι"),
            ("cp862", ["שרה", "ann"], "שלום לכולם, הפגישה מתחילה"),
            ("big5-hkscs", ["陳大文", "ann"], "你哋好，今晚六點開會，唔好遲到"),
            ("cp850", ["françois", "ann"], "Façade"), ("cp850", ["garçon"], "Leçon de français"),
            ("cp850", ["ann"], "Ça va"),
            ("cp850", ["ann"], "os açores"), ("macintosh", ["françois", "garçon"], "Leçon"),
            ("windows-1252", ["cláudio", "joão"], "Olá, a cláusula"), ("windows-1252", ["ann"], "5 € oder 7€"),
            ("windows-1252", ["ann"], "costs £5"), ("windows-1252", ["ann"], "it’s at six"),
        ] as [(String, [String], String)])
    func ranked(encoding: String, users: [String], message: String) throws {
        for user in users {
            let remedy = try remedy(user, message, encoding)
            let first = try #require(remedy.split(separator: "--encoding ").dropFirst().first)
            #expect(first.hasPrefix(encoding), "\(user): \(remedy)")
            let shown = try #require(first.split(separator: "“").dropFirst().first?.split(separator: "”").first)
            #expect(user.contains(shown) || message.contains(shown) || shown.contains("“"), "\(remedy)")
        }
    }

    @Test("A first cell that all encodings read alike is not what is shown")
    func evidence() throws {
        let remedy = try remedy("Ömer", "Günaydın, toplantı", "windows-1254")
        #expect(remedy.contains("--encoding windows-1254 reads “Günaydın, toplantı”; --encoding "))
        #expect(remedy.contains("reads “Günaydýn, toplantý”"))
        // Where it tells them apart, it is shown.
        #expect(try self.remedy("ayşe", "Günaydın", "windows-1254").contains("windows-1254 reads “ayşe”"))
    }

    @Test(
        "Of encodings that differ in capitals alone a piece with capitals is shown, out of the middle of a cell if need be"
    )
    func differing() throws {
        let message = "собрание будет в шесть часов вечера, ждем всех наших друзей, Ольга"
        let remedy = try remedy("иван", message, "mac-cyrillic")
        #expect(remedy.contains("--encoding mac-cyrillic reads “"), "\(remedy)")
        #expect(remedy.contains("Ольга”; --encoding windows-1251 reads “"), "\(remedy)")
    }

    @Test("Of a file whose lines end in a lone CR an encoding of the Macintosh comes first, and that which fits")
    func returns() throws {
        for (encoding, text) in [("macintosh", "Grüße aus Köln"), ("mac-cyrillic", "Привет из офиса")] {
            let file = "user,sender,message\rann,o,\(text)\r"
            let bytes = try #require(SingleByteTable(encoding)?.bytes(of: file))
            let remedy = try #require(try Sample(bytes).check().fault).remedy
            #expect(remedy.contains("name its encoding: --encoding \(encoding) reads “\(text.prefix(30))"), "\(remedy)")
        }
    }

    @Test("A cell too long for a line is shown from its beginning, without half a character")
    func longCells() throws {
        let message = String(repeating: "您好明天", count: 20)
        let remedy = try remedy("ann", message, "gb18030")
        let shown = try #require(remedy.split(separator: "“").dropFirst().first?.split(separator: "”").first)
        #expect(message.hasPrefix(shown), "\(remedy)")
    }
}
