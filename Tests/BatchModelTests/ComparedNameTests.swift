import BatchModel
import Testing

@Suite("Names are compared in a form that case, composition and invisible characters do not change")
struct ComparedNameTests {
    @Test(
        "Spellings of one person are the same",
        arguments: [
            ("Ann@X.example", "ann@x.example"), (" ann\t", "ann"), ("Zo\u{EB}", "zoe\u{308}"),
            ("STRASSE", "stra\u{DF}e"), ("\u{1E9E}", "ss"), ("\u{3A3}\u{391}\u{3A3}", "\u{3C3}\u{3B1}\u{3C2}"),
            ("an\u{200B}n", "ann"), ("\u{FEFF}ann", "ann"), ("ann\u{200D}", "ann"), ("so\u{AD}fie", "sofie"),
            ("\u{130}", "i\u{307}"), ("\u{212A}im", "kim"), ("\u{FB01}n", "fin"), ("\u{13A0}", "\u{AB70}"),
            ("\u{A0}ann\u{3000}", "ann"),
        ])
    func same(one: String, other: String) { #expect(ComparedName.form(of: one) == ComparedName.form(of: other)) }

    @Test(
        "Different people stay different",
        arguments: [
            ("ann", "anna"), ("ann b", "annb"), ("ann  b", "ann b"), ("zoe", "zo\u{EB}"), ("\u{131}", "i"),
            ("a-b", "a_b"), ("\u{FF41}", "a"),
        ])
    func different(one: String, other: String) { #expect(ComparedName.form(of: one) != ComparedName.form(of: other)) }

    @Test("The form of a form is itself")
    func stable() {
        for name in ["Ann", " \u{1E9E}\u{200B} ", "Zoe\u{308}", "\u{345}\u{3B1}", "\u{1F80}", "\u{149}x"] {
            let form = ComparedName.form(of: name)
            #expect(ComparedName.form(of: form) == form)
        }
    }
}
