import BatchEngine
import Testing

@testable import grupo_batch

@Suite("When progress is shown")
struct ScheduleTests {
    /// The instants at which something is shown, asked every ten milliseconds of a clock of the test's own.
    private func shown(_ mode: ProgressSchedule.Mode, until end: Duration, isLong: Bool = false) -> [Duration] {
        var schedule = ProgressSchedule(mode)
        var instants: [Duration] = []
        var now = Duration.zero
        while now <= end {
            if schedule.isDue(at: now, isLong: isLong) { instants.append(now) }
            now += .milliseconds(10)
        }
        return instants
    }

    @Test("A terminal shows the first sign of life well within 100 ms, and at most ten redraws a second")
    func live() {
        let instants = shown(.live, until: .seconds(10))
        #expect((instants.first ?? .seconds(99)) <= .milliseconds(50))
        #expect(instants.count == 100)
        for (one, next) in zip(instants, instants.dropFirst()) { #expect(next - one >= .milliseconds(100)) }
    }

    @Test("Elsewhere a line comes every thirty seconds")
    func plain() {
        #expect(shown(.plain, until: .seconds(95)) == [.seconds(30), .seconds(60), .seconds(90)])
    }

    @Test("Elsewhere long work is announced well within 100 ms")
    func announcesLongWork() {
        #expect(shown(.plain, until: .seconds(35), isLong: true) == [.milliseconds(40), .milliseconds(30_040)])
    }

    @Test("Silence shows nothing")
    func silent() { #expect(shown(.silent, until: .seconds(95), isLong: true).isEmpty) }

    @Test("Quick work shows nothing anywhere")
    func quick() {
        #expect(shown(.live, until: .milliseconds(30)).isEmpty)
        #expect(shown(.plain, until: .milliseconds(30), isLong: true).isEmpty)
    }

    @Test("The option, -q and the terminal decide how progress is shown")
    func mode() {
        #expect(ProgressSchedule.mode(.auto, quiet: false, isTerminal: true, term: "xterm") == .live)
        #expect(ProgressSchedule.mode(.auto, quiet: false, isTerminal: true, term: nil) == .live)
        #expect(ProgressSchedule.mode(.auto, quiet: false, isTerminal: true, term: "dumb") == .plain)
        #expect(ProgressSchedule.mode(.auto, quiet: false, isTerminal: false, term: "xterm") == .plain)
        #expect(ProgressSchedule.mode(.auto, quiet: true, isTerminal: true, term: "xterm") == .silent)
        #expect(ProgressSchedule.mode(.always, quiet: true, isTerminal: true, term: "xterm") == .live)
        #expect(ProgressSchedule.mode(.always, quiet: true, isTerminal: false, term: nil) == .plain)
        #expect(ProgressSchedule.mode(.never, quiet: false, isTerminal: true, term: "xterm") == .silent)
    }
}
