/// Says when messages may leave by the calendar: from a moment on, within a window of the day, and so many attempts a day.
///
/// Pure: the time of day is given, in milliseconds since 1970 (UTC).
package struct SendingCalendar: Sendable {
    /// Whether attempts may start.
    package enum Opening: Sendable, Hashable {
        /// At most so many attempts now; nil is any number.
        case open(places: Int?)
        /// None before this instant.
        case closed(until: Int64, WaitReason)
    }

    /// Whose days and hours count.
    package var clock = LocalClock()
    /// The moment before which none may leave; nil is at once.
    package var startsAt: Int64?
    /// When messages may leave; nil is always.
    package var window: SendingWindow?
    /// Most attempts started on one day; nil is any number.
    package var perDay: Int?
    private var day = 0
    private var startedOnDay = 0
    private var closed: (from: Int64, until: Int64, reason: WaitReason)?

    /// A calendar that is always open.
    package init() {}

    /// Whether there is nothing to heed.
    package var isAlwaysOpen: Bool { startsAt == nil && window == nil && perDay == nil }

    /// `from Tue 09:00 on`, for people who read it at `now`; nil when there is no start to wait for.
    package func startText(at now: Int64) -> String? {
        startsAt.flatMap { $0 > now ? "from \(clock.text($0, at: now)) on" : nil }
    }

    /// Begins with what an earlier run counted.
    package mutating func resume(_ pacing: PacingRecord) {
        day = pacing.day ?? 0
        startedOnDay = pacing.startedOnDay
    }

    /// Whether attempts may start now.
    package mutating func opening(at now: Int64) -> Opening {
        if isAlwaysOpen { return .open(places: nil) }
        if let closed, closed.from <= now, now < closed.until { return .closed(until: closed.until, closed.reason) }
        if let startsAt, now < startsAt { return .closed(until: startsAt, .startTime) }
        let reading = clock.reading(at: now)
        let used = counts(for: reading.day) ? startedOnDay : 0
        if let perDay, used >= perDay {
            return close(at: now, .dailyQuota) { $0.day != reading.day }
        }
        if let window, !window.isOpen(at: reading) { return close(at: now, .window, until: window.isOpen) }
        return .open(places: perDay.map { $0 - used })
    }

    /// Counts attempts that start now.
    package mutating func count(_ attempts: Int = 1, at now: Int64) {
        guard perDay != nil else { return }
        let today = clock.reading(at: now).day
        startedOnDay = counts(for: today) ? startedOnDay + attempts : attempts
        day = counts(for: today) ? day : today
    }

    /// Whether what was counted counts for a day: a clock set back over midnight does not give the quota twice.
    private func counts(for today: Int) -> Bool { today == day || today == day - 1 }

    /// Adds what was counted to what the ledger keeps.
    package func keep(in pacing: inout PacingRecord) {
        guard perDay != nil else { return }
        pacing.day = day
        pacing.startedOnDay = startedOnDay
    }

    private mutating func close(
        at now: Int64, _ reason: WaitReason, until opens: (LocalClock.Reading) -> Bool
    ) -> Opening {
        let until = clock.next(after: now, where: opens) ?? now + 86_400_000
        closed = (now, until, reason)
        return .closed(until: until, reason)
    }
}
