import BatchEngine
import Testing
import Text

@testable import grupo_batch

@Suite("Fitting text into a terminal")
struct TextTests {
    private let plain = Style(.never, isTerminal: true)

    @Test(
        "Characters take the columns a terminal gives them",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("名簿", 4), ("한글", 4), ("Ａ", 2), ("😀", 2), ("\u{FFFD}", 1),
            ("…", 1),
        ])
    func columns(text: String, expected: Int) { #expect(DisplayWidth.columns(text) == expected) }

    @Test("A text that fits stays, a longer one is cut before the character that does not fit")
    func cuts() {
        #expect(DisplayWidth.cut("名簿", to: 4) == "名簿")
        #expect(DisplayWidth.cut("名簿簿", to: 5) == "名簿…")
        #expect(DisplayWidth.cut("名簿簿", to: 4) == "名…")
        #expect(DisplayWidth.cut("abcdef", to: 4) == "abc…")
        #expect(DisplayWidth.cut("abc", to: 0) == "")
    }

    @Test("No cut text is wider than its limit", arguments: ["plain words", "名簿 with ｗｉｄｅ", "e\u{301}😀\u{FE0F}x"])
    func neverTooWide(text: String) {
        for limit in 0...20 { #expect(DisplayWidth.columns(DisplayWidth.cut(text, to: limit)) <= limit) }
    }

    @Test("A line leaves out its last parts first, and cuts the first one only when it stands alone")
    func leavesOutLastParts() {
        var line = StyledLine()
        for part in ["12 of 20", "8/s", "2s left"] { line.add(part) }
        #expect(line.text(plain, width: 80) == "12 of 20  8/s  2s left")
        #expect(line.text(plain, width: 21) == "12 of 20  8/s")
        #expect(line.text(plain, width: 12) == "12 of 20")
        #expect(line.text(plain, width: 5) == "12 o…")
    }

    @Test("The bar grows with the room and goes where there is none")
    func bar() {
        let look = ProgressLook(style: plain, environment: [:])
        var rest = StyledLine()
        rest.add("50%")
        #expect(look.line(0.5, rest, width: 17) == "######------  50%")
        #expect(look.line(0.5, rest, width: 200) == "################----------------  50%")
        #expect(look.line(0.5, rest, width: 12) == "50%")
    }

    @Test(
        "The bar is drawn with lines only where they are one column wide",
        arguments: [
            (["LANG": "de_DE.UTF-8"], true), (["LC_ALL": "C.utf8"], true),
            (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false),
            (["LANG": "ja_JP.UTF-8"], false), ([:], false),
        ])
    func barCharacters(environment: [String: String], hasLines: Bool) {
        #expect((ProgressLook(style: plain, environment: environment).bar.done == "━") == hasLines)
    }

    @Test("A rate counts the last seconds, not the whole run")
    func rate() {
        var meter = RateMeter()
        for second in 0...100 { meter.note(second * 10, at: .seconds(second)) }
        for second in 101...120 { meter.note(1_000 + (second - 100) * 100, at: .seconds(second)) }
        #expect(meter.perSecond(3_000, at: .seconds(120)) == 100)
        #expect(meter.timeLeft(1_000, done: 3_000, at: .seconds(120)) == .seconds(10))
    }

    @Test(
        "Rounds of sends are forecast as they are, from the first to the last",
        arguments: [(rows: 14, together: 4, answer: 0.5), (14, 4, 10), (30, 1, 2), (200, 8, 0.25)])
    func rounds(rows: Int, together: Int, answer: Double) throws {
        var meter = RateMeter()
        meter.note(0, at: .zero)
        let end = (Double(rows) / Double(together)).rounded(.up) * answer
        var (done, settled) = (0, 0.0)
        for step in 1..<Int(end * 20) {
            let now = Double(step) / 20
            while settled + answer <= now {
                settled += answer
                for _ in 0..<min(together, rows - done) {
                    done += 1
                    meter.note(done, at: .seconds(settled))
                }
            }
            guard now > max(1, answer),
                let left = meter.timeLeft(
                    rows - done, together: together, done: done, at: .seconds(now))
            else { continue }
            let error = abs(left.secondsValue - (end - now))
            #expect(error <= max(1.01, 0.1 * (end - now)), "after \(now) s: \(left.secondsValue) s, not \(end - now) s")
        }
        #expect(done > rows - together - 1)
    }

    @Test("A long silence between two results is forgotten as soon as others follow")
    func silence() {
        var meter = RateMeter()
        for second in 0...20 { meter.note(second * 10, at: .seconds(second)) }
        for second in 600...620 { meter.note(200 + (second - 600) * 10, at: .seconds(second)) }
        #expect(meter.timeLeft(50, done: 400, at: .seconds(620)) == .seconds(5))
    }

    @Test("There is no rate and no end in sight before anything was done")
    func noRate() {
        var meter = RateMeter()
        meter.note(0, at: .zero)
        #expect(meter.perSecond(0, at: .seconds(9)) == nil)
        #expect(meter.timeLeft(5, done: 0, at: .seconds(9)) == nil)
        #expect(RateMeter().perSecond(5, at: .seconds(1)) == nil)
    }

    @Test("Rates are short", arguments: [(0.04, "0.0/s"), (9.96, "10.0/s"), (12.4, "12/s"), (14_203.0, "14,203/s")])
    func rateText(rate: Double, text: String) { #expect(RateMeter.text(rate) == text) }
}
