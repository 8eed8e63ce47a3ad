import BatchModel

/// What a run goes by: the time since it began, the time of day, and sleep.
///
/// Nothing in a delivery reads another clock, so that a test can decide what time it is.
protocol RunClock: Sendable {
    /// The time since the run began. It goes on while the process is stopped and while the machine sleeps.
    var elapsed: Duration { get }
    /// The time of day in milliseconds since 1970 (UTC). It may be set while the run goes on.
    var wall: Int64 { get }
    /// Sleeps until so long after the run's begin; throws when the task is cancelled.
    func sleep(until instant: Duration) async throws
}

/// The clocks of the operating system.
struct SystemRunClock: RunClock {
    // CLOCK_BOOTTIME on Linux: it counts the time the machine slept.
    private let began = ContinuousClock.now

    var elapsed: Duration { began.duration(to: .now) }

    var wall: Int64 { WallClock.milliseconds }

    func sleep(until instant: Duration) async throws {
        try await Task.sleep(until: began + instant, tolerance: .zero, clock: .continuous)
    }
}
