import BatchModel
import Testing

@testable import Manifests

@Suite("Damaged text is recognised by kind, and right text is left alone")
struct DamageTests {
    private func kinds(_ text: String, _ place: DamagePlace, encoding: String? = nil) -> [DamageKind] {
        var finder = DamageFinder(encoding: encoding)
        return finder.find(in: text.utf8.span, place).map(\.kind)
    }

    @Test("Every kind's own example", arguments: DamageKind.allCases)
    func examples(kind: DamageKind) {
        for place in DamagePlace.allCases where kind.applies(to: place) {
            #expect(kinds(kind.example.wrong, place).contains(kind), "\(place)")
            #expect(kinds(kind.example.right, place).isEmpty, "\(place)")
        }
        #expect(kind.code.isDamage)
    }

    @Test(
        "Messages that are damaged",
        arguments: [
            ("Caf\u{FFFD}", .replacementCharacter), ("\u{FFFD}\u{FFFD}", .replacementCharacter),
            ("itâ€™s", .misreadEncoding), ("GrÃ¼Ã\u{9F}e", .misreadEncoding), ("GrÃ¼ÃŸe", .misreadEncoding),
            ("Ã–sterreich", .misreadEncoding), ("ESPAÃ‘A", .misreadEncoding), ("NoÃ«l, dÃ»", .misreadEncoding),
            ("12Â°C", .misreadEncoding), ("HelloÂ\u{A0}Ann", .misreadEncoding), ("100 â‚¬", .misreadEncoding),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", .misreadEncoding), ("æ—¥æœ¬èªž", .misreadEncoding), ("ðŸ˜€", .misreadEncoding),
            ("ï»¿Hello", .misreadEncoding), ("pÅ™Ã­liÅ¡", .misreadEncoding), ("Å\u{A0}koda", .misreadEncoding),
            ("cafÃƒÂ©", .misreadEncoding), ("Î•Î»Î»Î¬Î´Î±", .misreadEncoding), ("BunÄƒ, È™i", .misreadEncoding),
            ("it\u{E2}\u{80}\u{99}s", .misreadEncoding),
            ("CafŽ", .misreadEncoding), ("say ÒopenÓ", .misreadEncoding), ("itÕs", .misreadEncoding),
            ("GrŸ§e", .misreadEncoding), ("SpŠt", .misreadEncoding), ("CafÈ", .misreadEncoding),
            ("sch‰dlich", .misreadEncoding), ("Ïðèâåò", .misreadEncoding), ("schˆn", .misreadEncoding),
            ("#REF!", .spreadsheetError), ("########", .spreadsheetError), ("#VALEUR!", .spreadsheetError),
            ("#NV", .spreadsheetError), ("#BEZUG!", .spreadsheetError), ("Err:502", .spreadsheetError),
            ("#ÉRTÉK!", .spreadsheetError), ("#ZÉRÓOSZTÓ!", .spreadsheetError), ("#NEDOSTUPNÝ", .spreadsheetError),
            ("#ΤΙΜΗ!", .spreadsheetError), ("Fehler:502", .spreadsheetError), ("Err :502", .spreadsheetError),
            ("Err\u{A0}: 508", .spreadsheetError), ("Ошибка:522", .spreadsheetError),
            ("it\u{92}s", .misreadEncoding), ("5 \u{80}", .misreadEncoding), ("voilÃ\u{A0}", .misreadEncoding),
            ("Dear <<email_1>>", .foreignMergeTag),
            ("=A1", .formula), ("=$B$2&\" hello\"", .formula), ("=CONCATENATE(A1;B1)", .formula), ("=#REF!", .formula),
            ("=Sheet1!A1", .formula), ("='My list'!C3", .formula), ("=\"Hi \"&A1", .formula),
            ("=SVERWEIS(A1;B:C;2)", .formula),
            ("=-A1+B2", .formula), ("NULL", .missingValue), ("\\N", .missingValue), ("undefined", .missingValue),
            ("[object Object]", .missingValue), ("Hi [object Object],", .missingValue), ("(null)", .missingValue),
            ("Hi_x000D_", .escapedLineBreak), ("#ARRAY!", .spreadsheetError), ("#EXTERNAL!", .spreadsheetError),
            ("Dear #N/A, hello", .spreadsheetError), ("Liebe #NV, hallo", .spreadsheetError),
            ("You owe #REF!.", .spreadsheetError), ("(#DIV/0!)", .spreadsheetError), ("Hi #ИМЯ?, x", .spreadsheetError),
            ("Dear ########, hi", .spreadsheetError), ("5 #VALEUR! 6", .spreadsheetError),
            ("#KENTTÄ!", .spreadsheetError), ("#DÉVERSER!", .spreadsheetError),
            ("Ring\u{7}", .strayControl), ("a\u{8}b", .strayControl), ("one\u{B}two", .strayControl),
            ("\u{1B}[31mred\u{1B}[0m", .strayControl), ("del\u{7F}", .strayControl), ("\u{FEFF}Hi", .strayControl),
            ("\u{1B}$B$3$s\u{1B}(B", .misreadEncoding), ("\u{1B}$)C\u{E}0!\u{F}", .misreadEncoding),
            ("#DIV/0!", .spreadsheetError), ("#NAME?", .spreadsheetError),
            ("=\"Hello\"", .formulaGuard),
            ("Hello\\nAnn", .escapedLineBreak), ("Hello\\r\\nAnn", .escapedLineBreak),
            ("Hi. \\n\\n Bye", .escapedLineBreak),
            ("Tom &amp; Ann", .htmlEntity), ("it&#39;s", .htmlEntity), ("Gr&uuml;&szlig;e", .htmlEntity),
            ("a&nbsp;b", .htmlEntity), ("&#x27;", .htmlEntity), ("1 &lt; 2", .htmlEntity),
            ("Hi *|FNAME|*", .foreignMergeTag), ("Hi *|MERGE1|*!", .foreignMergeTag), ("%recipient%", .foreignMergeTag),
            ("%recipient.first_name%,", .foreignMergeTag), ("Hi %%FirstName%%", .foreignMergeTag),
            ("Hi %DATE% we", .foreignMergeTag), ("Dear [[name]]", .foreignMergeTag),
            ("Dear [[First Name]]", .foreignMergeTag), ("Dear <<First Name>>", .foreignMergeTag),
            ("Dear ${name}", .foreignMergeTag), ("Dear {$name}", .foreignMergeTag),
            ("Dear <%= first_name %>", .foreignMergeTag),
            ("{% if name %}Hi", .foreignMergeTag), ("<%=name%>", .foreignMergeTag), ("Tom &AMP; Ann", .htmlEntity),
            ("Hallo {Vorname},", .foreignMergeTag), ("Hi {FIRSTNAME}", .foreignMergeTag),
            ("Hi {!firstname}", .foreignMergeTag), ("{!Contact.FirstName}", .foreignMergeTag),
            ("Hello %{username}", .foreignMergeTag), ("Hello %(user_name)s", .foreignMergeTag),
            ("Dear [FIRST NAME]", .foreignMergeTag), ("Dear [NAME]", .foreignMergeTag), ("[Vorname]", .foreignMergeTag),
            ("Lieber «Vorname» «Nachname»", .foreignMergeTag), ("Cher «Prénom»", .foreignMergeTag),
            ("Dear «First_Name»", .foreignMergeTag), ("Dear «Name»", .foreignMergeTag),
            ("Hi $First Name$", .foreignMergeTag), ("Hi $name$", .foreignMergeTag), ("Hi #NAME#", .foreignMergeTag),
            ("Dear #N/A, Excel is great", .spreadsheetError), ("Hello [Name] and all", .foreignMergeTag),
            ("{%- if a == 1 -%}Hi{%- endif -%}", .foreignMergeTag), ("Gr=C3=BC=C3=9Fe", .escapedCharacter),
            ("K=F6ln", .escapedCharacter), ("5 =E2=82=AC", .escapedCharacter), ("Gr%C3%BC%C3%9Fe", .escapedCharacter),
            ("Hello%20Ann%2C", .escapedCharacter), ("Gr\\u00fc\\u00dfe", .escapedCharacter),
            ("\\u20ac 5", .escapedCharacter), ("\\ud83d\\ude00", .escapedCharacter), ("a \\u0026 b", .escapedCharacter),
            ("Querido {Nombre}", .foreignMergeTag), ("Caro {nome} {cognome}", .foreignMergeTag),
            ("Beste {Voornaam}", .foreignMergeTag), ("{contact.email}", .foreignMergeTag),
        ] as [(String, DamageKind)])
    func damaged(text: String, kind: DamageKind) {
        #expect(kinds(text, .message) == [kind])
        #expect(kinds(text, .value) == [kind])
    }

    @Test(
        "Messages that are right",
        arguments: [
            "Grüße aus Köln, schöne Straße", "« Bonjour », dit-il : « ça va ? »", "C’était l’été… à Noël »",
            "Il est allé…»",
            "“PÅ”", "GÅ PÅ…", "„JÄ“ sagte er", "AMANHÃ…", "MAÇÃ – IRMÃ", "IRMÃ ", "IRMÃ\u{A0}", "IRMÃ\u{A0}MINHA",
            "<<bonjour>>", "il dit <<ça va bien>>", "Raum:502",
            "Fehler:404", "DÉJÀ VU…", "Spaß…", "Spaß“ und Gruß”",
            "10 Å²",
            "Tír na nÓg, Poblacht na hÉireann", "ÄÖÜäöüß", "éèàùç", "áéíóúñ", "Öööööö", "naïve façade, œuvre",
            "Ærø Ångström",
            "Zażółć gęślą jaźń", "příliš žluťoučký kůň", "Iğdır İstanbul", "Ελλάδα", "Привет, мир", "日本語テキスト", "한국어",
            "😀 👩‍💻 ❤️",
            "50 € – 60 £", "Â", "Ã", "§ 12 Abs. 3", "x‰", "word‡ note", "20 °C ± 1", "שלום", "مرحبا",
            "Tiếng Việt ở đây", "SMÖRGÅSBORD",
            "AT&T", "fish & chips; tea", "R&D;", "?a=1&b=2;c", "100%", "50% off and 20% more",
            "https://x.org/%C3%BCber%20uns",
            "https://x.org/%C3%A9t%C3%A9", "5%-10% of %", "C:\\new", "(D:\\notes\\2024)", "\\\\server\\news",
            "docs\\sub\\new",
            "*bold* and **strong**", "[link](x)", "[x] done", "a[0][1]", "<b>", "a << 2 >> 1", "$5 {x}", "${}",
            "#hashtag", "#1",
            "#", "##", "=1+1", "=)", "1e5", "Error: 5", "[[", "]] [[]]", "%%",
            "«Bonjour»", "Das Buch «Der Name der Rose»", "«Nome della rosa»", "«El nombre del viento»", "« Nom »",
            "Он сказал «имя»", "[link]", "[url]x[/url]", "[user]", "[name](https://x.org)", "[1] name [2]", "[Mail]",
            "{x}", "{1, 2}", "{\"name\": 1}", "set {a, name}", "{{name}}", "{{{name}}}", "{{ first_name }}", "{ name }",
            "#name #mail", "10%und15%", "5%of10%", "100%sure%", "5 %of%", "Set %PATH% to", "[[wiki link]]", "{$5}",
            "<% x", "#name", "#1 name #2", "C# and F#", "$5 name $6", "5$ nom 10$", "US$ name", "$HOME",
            "%(percent)", "100 %{", "Hallo [Anna]", "{Anna}", "#Anna#", "$Anna$", "«Anna»", "[siehe Ort]",
            "a#b#c", "name# #name", "**", "a*|b", "", "one\ttwo\r\nthree\n", "snake_case", "0_x00_", "=f(x)", "=D",
            "=3", "=A", "==A1==",
            "=B2B: our offer", "= yes (really)", "Null", "NULL and void", "undefined behaviour", "[object]",
            "=ann@x.org", "#WIN!", "Fight #HIV!", "Visit #NV today", "#BUSY! week", "a#N/A", "### Title",
            "Seen our #AD?",
            "#NVIDIA, hi", "x #### y", "https://x.org/#N/A",
            "a\u{FEFF}b", "\u{200B}", "######## News ########", "##### Open day #####\nat six",
            "Excel shows #N/A when a value is missing", "The cell says #REF! now", "a \"#N/A\" is no answer",
            "What does the #DIV/0! error mean", "[Name] of the rose", "«name» is quoted", "New. [Name] of the rose",
            "quo vadis?domine", "size=DE, state=CA, lang=FR", "https://x.org/?q=%C3%BC&a=%20b", "100%20 off",
            "C:\\users\\udo",
            "?a=C3=BC", "x=FC", "\\u12", "50%C", "{% of it", "{ % }",
        ])
    func right(text: String) {
        #expect(kinds(text, .message) == [])
        #expect(kinds(text, .value) == [])
    }

    @Test(
        "Users and references that are damaged, and whether nobody can be reached by them",
        arguments: [
            ("#N/A", .spreadsheetError, true), ("####", .spreadsheetError, true), ("4.479E+11", .cutNumber, true),
            ("4,479E+11", .cutNumber, true), ("1E+15", .cutNumber, true), ("4.479e+011", .cutNumber, true),
            ("-1.5E-07", .cutNumber, true), ("4479123456789000", .cutNumber, false),
            ("123456789012345000", .cutNumber, false), ("1234567890123450", .cutNumber, false),
            ("123456789012300", .cutNumber, false), ("=\"0234\"", .formulaGuard, true),
            ("+4.4E+10", .cutNumber, true), ("=VLOOKUP(A1;B1)", .formula, true), ("=A1", .formula, true),
            ("=#REF!", .formula, true), ("\\N", .missingValue, true), ("NULL", .missingValue, false),
            ("#ARRAY!", .spreadsheetError, true),
            ("caf\u{FFFD}", .replacementCharacter, false), ("JosÃ©", .misreadEncoding, false),
        ] as [(String, DamageKind, Bool)])
    func users(text: String, kind: DamageKind, isUnusable: Bool) {
        var finder = DamageFinder(encoding: nil)
        for place in [DamagePlace.user, .id] {
            let found = finder.find(in: text.utf8.span, place)
            #expect(found.map(\.kind) == [kind])
            #expect(found.first?.spoilsUser == isUnusable)
        }
    }

    @Test(
        "A user that is more than a name",
        arguments: [
            ("ann@x.example ::: ann2@x.example", "2 addresses"), ("ann@x;bob@x", "2 addresses"),
            ("ann@x,bob@x", "2 addresses"), ("Ann Lee <ann@x>", "Write ann@x."), ("mailto:ann@x", "Write ann@x."),
            ("ann@x.example (home)", "Write ann@x.example."), ("Mailto:ann@x.org", "link"),
        ])
    func severalNames(text: String, words: String) throws {
        var finder = DamageFinder(encoding: nil)
        let found = finder.find(in: text.utf8.span, .user)
        #expect(found.map(\.kind) == [.severalNames] && found.first?.spoilsUser == false)
        let damage = try #require(found.first)
        #expect("\(damage.finding) \(damage.remedy)".contains(words))
        #expect(kinds(text, .sender) == [])
    }

    @Test(
        "A user that looks like more and is one name",
        arguments: [
            "ann@x.example", "@ann@example.social", "Ann @ Work", "Lee, Ann", "Ann Lee/ACME@ACME", "a:b", "ann;lee",
            "@ann",
            "@ann:example.org", "\"ann lee\"@x.example", "ann+list@x.example", "Team: Ann", "Null", "D'Arcy, Ann",
        ])
    func oneName(text: String) { #expect(kinds(text, .user) == []) }

    @Test("Quotes around a name", arguments: ["“ann”", "‘ann’", "„ann“", "«ann»", "\"ann\"", "'ann'"])
    func quotes(text: String) {
        #expect(kinds(text, .user) == [.quotedName])
        #expect(kinds(text, .sender) == [.quotedName])
        #expect(kinds(text, .message) == [])
    }

    @Test(
        "Users and references that are right",
        arguments: [
            "ann", "ann@example.org", "O’Neil", "d'Artagnan", "2E4", "1e5", "447912345678", "123456789012345",
            "1234567890123456", "12345678901234567", "100000000000000000000001", "20240101120001", "DOMAIN\\nina",
            "jürgen",
            "Ñandú", "#1fan", "team#2", "E", "e-mail", "-5", "0", "+4915112345678", "a=b", "x&y", "100%er", "[ann]",
            "'n'",
            "“a", "000000000000000",
        ])
    func rightUsers(text: String) {
        #expect(kinds(text, .user).filter { $0 != .quotedName || text != "'n'" } == [])
        #expect(kinds(text, .id) == [])
    }

    @Test("What was meant is said where it can be told")
    func words() throws {
        var finder = DamageFinder(encoding: nil)
        let misread = try #require(finder.find(in: "it was itâ€™s".utf8.span, .message).first)
        #expect(misread.finding.contains("“itâ€™s”, which is “it’s” in UTF-8 read as Windows-1252"))
        var macintosh = DamageFinder(encoding: "windows-1252")
        let letters = try #require(macintosh.find(in: "CafŽ".utf8.span, .message).first)
        #expect(letters.remedy == "Try --encoding macintosh, which reads “Café”.")
        var windows = DamageFinder(encoding: "macintosh")
        let other = try #require(windows.find(in: "CafÈ".utf8.span, .message).first)
        #expect(other.remedy.hasPrefix("Try --encoding windows-1252, which reads “Café”"))
    }

    @Test("A variable of another service's template is answered with the column that fits")
    func variables() throws {
        let table = "user,sender,First Name\nann,office,Ann\n"
        for name in ["contact.FIRSTNAME", "fname", "Vorname", "name"] {
            let options = ReadingOptions(defaultMessage: "Hi {{\(name)}}", render: true)
            let remedy = try #require(try Sample(table, options: options).check().diagnostics.first).remedy
            #expect(remedy == "If \"First Name\" is meant, write {{First Name}}.", "\(name)")
        }
        let options = ReadingOptions(defaultMessage: "Hi {{club}}", render: true)
        #expect(
            try Sample(table, options: options).check().diagnostics.first?.remedy.hasPrefix("Its columns are") == true)
    }

    @Test(
        "A field of another service is answered with a column of the file where one fits",
        arguments: [
            ("Hi *|FNAME|*", "Write {{First Name}} instead, and add --render."),
            ("Hi %recipient%", "Write {{user}} instead, and add --render."),
            ("Hi {!Contact.FirstName}", "Write {{First Name}} instead, and add --render."),
            ("Hi <<Vorname>>", "Write {{First Name}} instead, and add --render."),
            ("Hi [[name]]", "Write {{First Name}} instead, and add --render."),
            ("${amount}", "Write {{Betrag}} instead, and add --render."),
            ("Hi *|MERGE1|*", "Write {{column}}, with the name of a column, and add --render."),
        ])
    func mergeTags(message: String, remedy: String) throws {
        let file = "user,sender,First Name,Betrag,message\nann,office,Ann,5,\(message)\n"
        #expect(try Sample(file).check().warnings.contains { $0.remedy == remedy })
        let shared = ReadingOptions(defaultMessage: message)
        let table = "user,sender,First Name,Betrag\nann,office,Ann,5\n"
        #expect(try Sample(table, options: shared).check().warnings.contains { $0.remedy == remedy })
    }
}
