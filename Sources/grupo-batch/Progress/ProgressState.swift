import BatchEngine

/// What a command is doing. Pure: it reads no clock and prints nothing.
enum ProgressState {
    /// Nothing that progresses, in words.
    case idle(String)
    /// Work on rows.
    case working(WorkProgress)
    /// Sending.
    case sending(SendingProgress)

    /// Whether it is known to take long.
    var isLong: Bool {
        switch self {
        case .idle: false
        case .working(let work): work.isLong
        // What is sent was announced already.
        case .sending: false
        }
    }

    /// The lines of the live block, none when there is nothing to show.
    func block(at now: Duration, width: Int, look: ProgressLook) -> [String] {
        switch self {
        case .idle: []
        case .working(let work): work.block(at: now, width: width, look: look)
        case .sending(let sending): sending.block(at: now, width: width, look: look)
        }
    }

    /// One plain line, on its own understandable.
    func line(at now: Duration) -> String {
        switch self {
        case .idle(let what): what
        case .working(let work): work.line(at: now)
        case .sending(let sending): sending.line(at: now)
        }
    }
}
