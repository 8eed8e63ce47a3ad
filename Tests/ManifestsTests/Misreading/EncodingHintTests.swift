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

    @Test("A cell too long for a line is shown from its beginning, without half a character")
    func longCells() throws {
        let message = String(repeating: "您好明天", count: 20)
        let remedy = try remedy("ann", message, "gb18030")
        let shown = try #require(remedy.split(separator: "“").dropFirst().first?.split(separator: "”").first)
        #expect(message.hasPrefix(shown), "\(remedy)")
    }
}
