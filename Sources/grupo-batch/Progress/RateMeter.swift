import BatchEngine

/// How fast something goes now: over the last seconds, not since the beginning. Pure: instants are given.
struct RateMeter {
    private static let span: Duration = .seconds(15)
    private static let step: Duration = .seconds(1)

    private var samples: [(at: Duration, count: Int)] = []

    /// Takes note of how much is done at an instant.
    mutating func note(_ count: Int, at now: Duration) {
        guard samples.last.map({ now - $0.at >= Self.step }) ?? true else { return }
        samples.append((now, count))
        if let first = samples.dropFirst().first, now - first.at >= Self.span { samples.removeFirst() }
    }

    /// So many a second; nil in the first second, and before there is anything to tell.
    func perSecond(_ count: Int, at now: Duration) -> Double? {
        guard let first = samples.first, count > first.count else { return nil }
        let span = (now - first.at).secondsValue
        return span >= 1 ? Double(count - first.count) / span : nil
    }

    /// How long the rest takes, in whole seconds; nil before that can be told.
    func timeLeft(_ left: Int, done count: Int, at now: Duration) -> Duration? {
        guard let rate = perSecond(count, at: now), left > 0 else { return nil }
        return .seconds((Double(left) / rate).rounded(.up))
    }

    /// A rate for people: `0.4/s`, `12/s`, `1,204/s`.
    static func text(_ rate: Double) -> String {
        guard rate < 10 else { return "\(Numbers.grouped(Int(rate.rounded())))/s" }
        let tenths = Int((rate * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)/s"
    }
}
