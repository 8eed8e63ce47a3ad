/// When a run may begin, as a person writes it: `2026-12-01T09:00`, or `09:00` for the next time a clock shows that.
///
/// Pure: the clock and the time of day, in milliseconds since 1970 (UTC), are given.
package struct StartTime: Sendable, Hashable {
    /// The moment it means.
    package struct Moment: Sendable, Hashable {
        /// In milliseconds since 1970 (UTC).
        package var instant: Int64
        /// How often clocks show the time that was written on that day: once, never where they are set forward, twice where back.
        package var isShown: Shown
    }

    /// How often clocks show a time.
    package enum Shown: Sendable, Hashable {
        case never
        case once
        case twice
    }

    /// As it was written.
    package let text: String
    private let written: WrittenTime
    /// The clock that the text itself names; nil where it names none.
    private let ownClock: LocalClock?

    /// Reads a time with or without its day and its zone; nil for anything else, a day alone and a zone that does not exist among it.
    package init?(_ text: String) {
        guard let written = WrittenTime(text), written.minute != nil else { return nil }
        self.text = text
        self.written = written
        switch written.zone {
        case nil: ownClock = nil
        case .offset(let minutes):
            guard let clock = LocalClock(minutesFromUTC: minutes) else { return nil }
            ownClock = clock
        case .named(let name):
            guard let clock = LocalClock(zone: name) else { return nil }
            ownClock = clock
        }
    }

    /// Whether the text says itself whose time it is.
    package var namesZone: Bool { ownClock != nil }

    /// The moment that is meant at `now`, on this clock unless the text names another; nil when it is past.
    ///
    /// A time that clocks skip is the minute they go on with; of a time that they show twice the first that is still to come.
    package func moment(from now: Int64, on clock: LocalClock) -> Moment? {
        let clock = ownClock ?? clock
        if let day = written.day { return moment(day: day, from: now, clock) }
        let today = clock.reading(at: now).day
        return (today...today + 1).lazy.compactMap { moment(day: $0, from: now, clock) }.first
    }

    private func moment(day: Int, from now: Int64, _ clock: LocalClock) -> Moment? {
        let reading = LocalClock.Reading(day: day, minute: written.minute ?? 0)
        let shown = clock.instants(showing: reading).map { $0 + Int64(written.milliseconds) }
        guard !shown.isEmpty else {
            let after = clock.firstInstant(after: reading)
            return after >= now ? Moment(instant: after, isShown: .never) : nil
        }
        return shown.first { $0 >= now }.map { Moment(instant: $0, isShown: shown.count > 1 ? .twice : .once) }
    }
}
