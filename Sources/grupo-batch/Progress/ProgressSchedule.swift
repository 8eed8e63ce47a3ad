import BatchEngine

/// Decides when progress is shown. Pure: instants are counted from the start of the command.
struct ProgressSchedule {
    /// How progress is shown.
    enum Mode: Sendable {
        /// A block that is redrawn, on a terminal.
        case live
        /// A line now and then, everywhere else.
        case plain
        /// Not at all.
        case silent
    }

    /// Quick work is over before this and shows nothing. Counted from when the display begins: the start of the process, up to
    /// there, takes as long again, and a person should see something within 100 ms.
    static let firstSign: Duration = .milliseconds(40)
    /// Between two redraws.
    static let redraw: Duration = .milliseconds(100)
    /// Between two plain lines.
    static let plainInterval: Duration = .seconds(30)

    /// How progress is shown.
    let mode: Mode
    private var last: Duration?

    init(_ mode: Mode) { self.mode = mode }

    /// The mode that an option, the stream and the terminal's abilities make.
    static func mode(_ choice: ProgressDisplay.Choice, quiet: Bool, isTerminal: Bool, term: String?) -> Mode {
        guard choice == .always || choice == .auto && !quiet else { return .silent }
        return isTerminal && term != "dumb" ? .live : .plain
    }

    /// How often to ask whether it is time.
    var tick: Duration { mode == .live ? Self.redraw / 2 : .seconds(1) }

    /// Whether it is time to show something. `isLong` says that the work is known to take long, so that a plain line may say
    /// at once what is being done.
    mutating func isDue(at now: Duration, isLong: Bool) -> Bool {
        let isTime =
            switch (mode, last) {
            case (.silent, _): false
            case (.live, nil): now >= Self.firstSign
            case (.live, let last?): now - last >= Self.redraw
            case (.plain, nil): now >= (isLong ? Self.firstSign : Self.plainInterval)
            case (.plain, let last?): now - last >= Self.plainInterval
            }
        if isTime { last = now }
        return isTime
    }
}
