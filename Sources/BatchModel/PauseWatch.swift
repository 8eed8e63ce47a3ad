/// Notices that the process stood still: it was stopped (Ctrl-Z), or the machine slept.
///
/// Whoever looks at least once in `interval` while it runs finds a longer gap between two looks only after a pause. Pure: the
/// instants are given, on a clock that goes on while the machine sleeps (on Linux `ContinuousClock`, CLOCK_BOOTTIME).
package struct PauseWatch: Sendable {
    /// How often to look.
    package static let interval: Duration = .seconds(1)
    /// Delays up to this are those of a busy machine.
    package static let tolerance: Duration = .seconds(2)

    private var last: Duration

    /// Begins to watch.
    package init(at now: Duration = .zero) { last = now }

    /// Looks; returns for how long the process stood still, nil when it did not.
    package mutating func look(at now: Duration) -> Duration? {
        let pause = now - last - Self.interval
        last = now
        return pause > Self.tolerance ? pause : nil
    }
}
