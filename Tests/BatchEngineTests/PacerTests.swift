import Testing
import Text

@testable import BatchEngine

@Suite("The pacer")
struct PacerTests {
    /// The instants at which attempts start when a caller asks every `step` of a manual clock.
    private func starts(_ rate: SendRate, for span: Duration, step: Duration, pause: Range<Duration>? = nil)
        -> [Duration]
    {
        var pacer = Pacer(rate: rate)
        var starts: [Duration] = []
        var now: Duration = .zero
        while now < span {
            if pause?.contains(now) != true {
                for _ in 0..<pacer.slots(at: now, until: now + .milliseconds(10), limit: 64) {
                    starts.append(pacer.reserve(at: now))
                }
            }
            now += step
        }
        return starts.filter { $0 < span }
    }

    /// The most starts in any half-open window of `width` that begins with a start.
    private func busiest(_ starts: [Duration], width: Duration) -> Int {
        var most = 0
        var first = 0
        for (last, start) in starts.enumerated() {
            while start - starts[first] >= width { first += 1 }
            most = max(most, last - first + 1)
        }
        return most
    }

    @Test(
        "keeps every second below the rate plus one, and every minute at the rate",
        arguments: ["0.5/s", "10/s", "200/s", "2000/s"])
    func isExact(text: String) throws {
        let rate = try #require(SendRate(text))
        let starts = starts(rate, for: .seconds(120), step: .milliseconds(2))
        #expect(Double(busiest(starts, width: .seconds(1))) <= rate.count + 1)
        #expect(busiest(starts, width: .seconds(60)) <= Int(rate.count * 60))
        #expect(Double(starts.count) >= rate.count * 120 * 0.99)
    }

    @Test(
        "keeps every second below the rate plus one although the machine pauses and wakes sends late",
        arguments: ["0.5/s", "0.95/s", "1.5/s", "10/s", "200/s", "2000/s"])
    func isExactWhenLate(text: String) throws {
        let rate = try #require(SendRate(text))
        var pacer = Pacer(rate: rate)
        var random = SeededGenerator(seed: 0x2545_F491_4F6C_DD1D)
        var sleeping: [Duration] = []
        var starts: [Duration] = []
        var now: Duration = .zero
        while now < .seconds(60) {
            let free = pacer.slots(at: now, until: now + .milliseconds(50), limit: 256 - sleeping.count)
            sleeping += (0..<free).map { _ in pacer.reserve(at: now) }
            // Most looks come after a millisecond; one in fifty after a pause of up to 300.
            now += .microseconds(Int.random(in: 0..<50, using: &random) == 0 ? .random(in: 0...300_000) : 1_000)
            let woken = sleeping.filter { $0 <= now }
            sleeping.removeAll { $0 <= now }
            for slot in woken {
                if let other = pacer.reserve(insteadOf: slot, at: now) {
                    sleeping.append(other)
                } else {
                    starts.append(now)
                }
            }
        }
        #expect(Double(busiest(starts, width: .seconds(1))) <= rate.count + 1)
        #expect(Double(starts.count) > rate.count * 60 / 10)
    }

    @Test("lets an attempt start in its slot a little late, and not later than a second bears")
    func tolerance() throws {
        var pacer = Pacer(rate: try #require(SendRate("200/s")))
        let slot = pacer.reserve(at: .zero)
        #expect(pacer.reserve(insteadOf: slot, at: slot) == nil)
        #expect(pacer.reserve(insteadOf: slot, at: slot + .milliseconds(5)) == nil)
        #expect(pacer.reserve(insteadOf: slot, at: slot + .milliseconds(6)) == slot + .milliseconds(6))
    }

    @Test("does not catch up after a pause")
    func losesUnusedTime() throws {
        let rate = try #require(SendRate("10/s"))
        let starts = starts(rate, for: .seconds(60), step: .milliseconds(2), pause: .seconds(10)..<(.seconds(40)))
        #expect(busiest(starts, width: .seconds(1)) <= 11)
        #expect(starts.count <= 301)
    }

    @Test("waits for the time an earlier run used up")
    func resumes() throws {
        var pacer = Pacer(rate: try #require(SendRate("1/h")), earliest: .seconds(1_200))
        #expect(pacer.slots(at: .zero, until: .seconds(1), limit: 1) == 0)
        #expect(pacer.reserve(at: .zero) == .seconds(1_200))
        #expect(pacer.next(at: .zero) == .seconds(1_200 + 3_618))
        #expect(pacer.lastSlot == .seconds(1_200))
    }
}

@Suite("A rate")
struct SendRateTests {
    @Test(
        "is read with its unit",
        arguments: [("5/s", 0.2), ("30/m", 2.0), ("0.5/s", 2.0), ("1/h", 3_600), ("90/M", 60.0 / 90)])
    func accepts(text: String, seconds: Double) throws {
        #expect(abs(try #require(SendRate(text)).interval.secondsValue - seconds) < 1e-9)
    }

    @Test(
        "is refused otherwise",
        arguments: ["", "5", "5/", "/s", "0/s", "-1/s", "5/d", "nan/s", "1e3/s", "5/s/s", "2000000/s"])
    func refuses(text: String) { #expect(SendRate(text) == nil) }
}
