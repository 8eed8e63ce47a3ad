import Testing

@testable import Manifests

@Suite("What is no name is known where a name should be, and letters to nobody")
struct NameDamageTests {
    private func found(_ text: String, _ place: DamagePlace) -> [Damage] {
        var finder = DamageFinder(encoding: nil)
        return finder.find(in: text.utf8.span, place)
    }

    @Test(
        "Users that are none",
        arguments: [
            ("12345.0", .unlikelyName, "Write 12345"), ("2024-03-01", .unlikelyName, "a date"),
            ("2024-03-01T10:30:00", .unlikelyName, "a date"), ("2024-03-01 00:00:00", .unlikelyName, "a date"),
            ("01.03.2024", .unlikelyName, "a date"), ("3/1/24", .unlikelyName, "a date"),
            ("1-Mar", .unlikelyName, "a date"),
            ("12-Dez-2024", .unlikelyName, "a date"), ("50%", .unlikelyName, "a share"),
            ("12,5%", .unlikelyName, "a share"),
            ("#bob", .unlikelyName, "Remove the row"), ("# bob", .unlikelyName, "Remove the row"),
            ("None", .missingValue, "no value"), ("nan", .missingValue, "no value"), ("NaN", .missingValue, "no value"),
            ("null", .missingValue, "no value"), ("N/A", .missingValue, "no value"), ("n/a", .missingValue, "no value"),
            ("ann, bob", .severalNames, "more than one name"), ("ann,bob,cid", .severalNames, "more than one name"),
            ("Ann, Bob, Cid", .severalNames, "more than one name"), ("ann; bob", .severalNames, "more than one name"),
        ] as [(String, DamageKind, String)])
    func noNames(text: String, kind: DamageKind, words: String) throws {
        let damage = try #require(found(text, .user).first)
        #expect(damage.kind == kind && !damage.spoilsUser)
        #expect("\(damage.finding). \(damage.remedy)".contains(words))
    }

    @Test(
        "A field that nobody filled in is nobody's name", arguments: ["{{user}}", "{{ email }}", "x{{id}}@example.org"])
    func fields(text: String) throws {
        let damage = try #require(found(text, .user).first)
        #expect(damage.kind == .foreignMergeTag && damage.spoilsUser)
    }

    @Test("What Exchange calls somebody is no address")
    func exchange() throws {
        let damage = try #require(found("/o=ExchangeLabs/ou=Group/cn=Recipients/cn=bob", .user).first)
        #expect(damage.kind == .unlikelyName && damage.spoilsUser)
        #expect(found("/o/bob", .user).isEmpty)
    }

    @Test(
        "Names that only look like it",
        arguments: [
            "12345", "1.5", "10.0.0.1", "2024", "2024-99-01", "45.13.2024", "030-1234567", "0171/1234567", "12-34",
            "1-Mai-Platz",
            "#1fan", "#42", "Nina", "nana", "Nonette", "Noneman", "Lee, Ann", "Ann, Bob", "ann;lee", "{ann}", "a{b",
            "100percent",
            "1.0.1", "v1.0", "24-7", "9-5",
        ])
    func names(text: String) { #expect(found(text, .user).isEmpty) }

    @Test(
        "Letters to nobody",
        arguments: [
            "Dear None, hello", "Dear nan,", "Hi null!", "Hello undefined, how are you", "Liebe nan,\nhallo",
            "Dear Mr None,",
            "Hello NaN", "Dear (null), x", "Dear , your order", "Dear nan nan,", "Dear N/A: x", "Hallo Frau None,",
        ])
    func nobody(text: String) {
        #expect(found(text, .message).map(\.kind) == [.missingValue])
        let mayBe = MissingName.mayBe(text.utf8.span)
        #expect(mayBe)
    }

    @Test(
        "Letters to somebody, and texts that mention nothing",
        arguments: [
            "Dear Nina, hello", "Hi null pointer fans!", "Dear None of you who came,", "Hello, none was left",
            "Bonjour , ça va",
            "Dear Ann, nan is a bread", "Hello undefined behaviour fans", "None of us", "Hi Nan’s", "Dear Mr Nonet,",
            "Dear all",
            "The answer is None, sorry", "A null, a one", "Hi", "Dear", "Dear ",
        ])
    func somebody(text: String) { #expect(found(text, .message).isEmpty) }

    @Test("A template that makes such a letter of a row is warned of, and one that asks for itself is refused")
    func templates() throws {
        let options = ReadingOptions(render: true)
        let file = "user,sender,name,message\nann,o,None,\"Dear {{name}}, hi\"\nbob,o,Bob,\"Dear {{name}}, hi\"\n"
        let check = try Sample(file, options: options).check()
        #expect(check.warnings.filter { $0.code == "manifest.missing_value" }.map(\.location.row) == [2])
        let own = "user,sender,message\nann,o,Dear {{message}}\nbob,o,Dear {{user}}\n"
        let refused = try Sample(own, options: options).check()
        #expect(refused.diagnostics.map(\.code) == ["manifest.bad_template"] && refused.valid == 1)
        #expect(refused.diagnostics.first?.problem == "The message uses {{message}}, which is the message itself.")
    }

    @Test("A place to fill in that comes with a value is left as it is, and said")
    func leftovers() throws {
        let options = ReadingOptions(defaultMessage: "Hi {{note}}", render: true)
        let check = try Sample("user,sender,note\nann,o,see {{link}}\nbob,o,see {link}\n", options: options).check()
        let found = check.warnings.filter { $0.code == "manifest.unrendered_braces" }
        #expect(found.map(\.location.row) == [2] && found.first?.problem.contains("{{link}}") == true)
    }
}
