import Testing
import Text

@Suite("Numbers for people")
struct NumbersTests {
    @Test(
        "are grouped by thousands, whatever their sign and width",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (-999, "-999"), (-1_234_567, "-1,234,567"),
            (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
        ] as [(Int, String)])
    func grouped(number: Int, text: String) {
        #expect(Numbers.grouped(number) == text)
    }

    @Test("stand before one thing or several")
    func counted() {
        #expect(Numbers.count(1, "row") == "1 row")
        #expect(Numbers.count(0, "row") == "0 rows")
        #expect(Numbers.count(12_004, "entry", "entries") == "12,004 entries")
        #expect(Numbers.count(1, "entry", "entries") == "1 entry")
    }

    @Test("are shown in thousandths", arguments: [(0, "0.000"), (84, "0.084"), (61_005, "61.005")])
    func thousandths(number: Int, text: String) {
        #expect(Numbers.thousandths(number) == text)
    }
}

@Suite("The beginning of a text")
struct PrefixTests {
    @Test("is cut by bytes, never inside a character's encoding")
    func cut() {
        #expect("abc".prefix(utf8Count: 3) == "abc")
        #expect("abc".prefix(utf8Count: 2) == "ab")
        #expect("aé".prefix(utf8Count: 2) == "a")
        #expect("€".prefix(utf8Count: 2).isEmpty)
        #expect("e\u{301}".prefix(utf8Count: 2) == "e")
        #expect("\r\n".prefix(utf8Count: 1) == "\r")
        #expect("😀x".prefix(utf8Count: 4) == "😀")
    }
}
