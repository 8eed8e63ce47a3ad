import Testing
import Text

@Suite("Durations")
struct DurationTests {
    @Test(
        "are shown in at most two units, none of them full",
        arguments: [
            (.zero, "0 ms"), (.milliseconds(36), "36 ms"), (.microseconds(400), "0 ms"), (.milliseconds(949), "949 ms"),
            (.milliseconds(950), "1 s"), (.milliseconds(999), "1 s"), (.seconds(1), "1 s"),
            (.milliseconds(1_049), "1 s"), (.milliseconds(1_050), "1.1 s"), (.milliseconds(9_949), "9.9 s"),
            (.milliseconds(9_950), "10 s"), (.milliseconds(59_499), "59 s"), (.milliseconds(59_500), "1 min"),
            (.seconds(60), "1 min"), (.seconds(119), "1 min 59 s"), (.seconds(125), "2 min 5 s"),
            (.milliseconds(3_599_499), "59 min 59 s"), (.milliseconds(3_599_500), "1 h"), (.seconds(3_600), "1 h"),
            (.seconds(5_400), "1 h 30 min"), (.seconds(86_369), "23 h 59 min"), (.seconds(86_370), "1 d"),
            (.seconds(273_600), "3 d 4 h"), (.seconds(-5), "0 ms"),
        ] as [(Duration, String)])
    func text(_ duration: Duration, _ text: String) {
        #expect(duration.text == text)
    }

    @Test(
        "are shown roughly where they are guessed",
        arguments: [
            (.milliseconds(500), "1 s"), (.milliseconds(1_750), "2 s"), (.seconds(89), "1 min 29 s"),
            (.seconds(95), "2 min"), (.seconds(843), "14 min"), (.seconds(5_399), "1 h 30 min"),
            (.seconds(18_790), "5 h 13 min"), (.seconds(259_201), "3 d"),
        ] as [(Duration, String)])
    func rough(_ duration: Duration, _ text: String) {
        #expect(duration.roughText == text)
    }

    @Test(
        "are written in options as they are read",
        arguments: [
            (.milliseconds(500), "500ms"), (.seconds(30), "30s"), (.seconds(600), "10m"), (.seconds(5_400), "1h30m"),
            (.milliseconds(90_061_001), "1d1h1m1s1ms"),
        ] as [(Duration, String)])
    func option(_ duration: Duration, _ text: String) {
        #expect(duration.optionText == text)
        #expect(Duration(text: text) == duration)
    }

    @Test("have a unit when they are read", arguments: ["", "5", "s", "0s", "-1s", "1x", "1 s", "1e400s"])
    func refused(_ text: String) {
        #expect(Duration(text: text) == nil)
    }
}
