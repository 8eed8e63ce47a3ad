import BatchEngine
import Text

/// How fast something goes now: over the last seconds, not since the beginning. Pure: instants are given.
struct RateMeter {
    private static let span: Duration = .seconds(15)
    private static let step: Duration = .seconds(1)
    private static let leastSpan: Duration = .seconds(1)

    private struct Sample {
        /// When its second began.
        let since: Duration
        /// When its count was taken.
        var at: Duration
        var count: Int
    }

    /// The beginning, and what was done at the end of each second in which something was.
    private var samples: [Sample] = []

    /// Takes note of how much is done at an instant.
    mutating func note(_ count: Int, at now: Duration) {
        if samples.count > 1, let last = samples.indices.last, now - samples[last].since < Self.step {
            (samples[last].at, samples[last].count) = (now, count)
        } else {
            samples.append(Sample(since: now, at: now, count: count))
        }
        while samples.count > 2, now - samples[1].at >= Self.span { samples.removeFirst() }
    }

    /// Begins anew: what was waited for says nothing of what comes.
    mutating func restart(_ count: Int, at now: Duration) { samples = [Sample(since: now, at: now, count: count)] }

    /// So many a second; nil in the first second, and before there is anything to tell.
    func perSecond(_ count: Int, at now: Duration) -> Double? {
        guard let first = samples.first, count > first.count else { return nil }
        let span = now - first.at
        return span >= Self.leastSpan ? Double(count - first.count) / span.secondsValue : nil
    }

    /// How long the rest takes, in whole seconds; nil before that can be told.
    ///
    /// `together` is how many are at work at once: what is left is done in rounds of so many, the last of which takes as long as
    /// any. The measure ends with the last that was done: the time since is time that the next round has behind it, as long as
    /// the round is not late.
    func timeLeft(_ left: Int, together: Int = 1, done count: Int, at now: Duration) -> Duration? {
        guard left > 0, let rate = perSecond(count, at: now) else { return nil }
        guard let first = samples.first, let last = samples.last, last.at > first.at else {
            return Self.whole(Double(left) / rate)
        }
        let steady = Double(last.count - first.count) / (last.at - first.at).secondsValue
        let (since, size) = ((now - last.at).secondsValue, max(1, together))
        let rounds = Double((left + size - 1) / size * size) / steady
        guard since <= Double(size) / steady else { return Self.whole(Double(left) / rate) }
        return Self.whole(rounds - since)
    }

    private static func whole(_ seconds: Double) -> Duration { .seconds(max(1, seconds.rounded(.up))) }

    /// A rate for people: `0.4/s`, `12/s`, `1,204/s`.
    static func text(_ rate: Double) -> String {
        guard rate < 10 else { return "\(Numbers.grouped(Int(rate.rounded())))/s" }
        let tenths = Int((rate * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)/s"
    }
}
