/// One request to the driver, and who waits for it.
struct Submission: Sendable {
    /// What the driver calls it.
    let id: UInt64
    /// The form to send; nil asks for a connection only.
    let form: MessageForm?
    /// The caller's name for the message, if it has one.
    let tag: UInt64?
    /// Resumed exactly once.
    let continuation: CheckedContinuation<Evidence, Never>
}

/// What the driver's thread takes out of its mailbox at once.
struct Mail: Sendable {
    /// New work, in order.
    var submissions: [Submission] = []
    /// Work to give up.
    var cancellations: [UInt64] = []
    /// Everyone who waits for silence.
    var silenceWaiters: [UInt64] = []
    /// Whether one of them is new.
    var hasNewSilenceWaiter = false

    /// Whether there is nothing new in it.
    var isEmpty: Bool { submissions.isEmpty && cancellations.isEmpty && !hasNewSilenceWaiter }
}

/// What tasks have left for the driver's thread.
struct Mailbox: Sendable {
    /// New work, in order.
    var submissions: [Submission] = []
    /// Who waits until no answer can be doubted any more.
    var silenceWaiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    /// Whether one of them is new to the thread.
    var hasNewSilenceWaiter = false
    /// Hears of replies that nobody asked for.
    var onUnaskedReply: (@Sendable (UnaskedReply) -> Void)?
    /// Work to give up.
    var cancellations: [UInt64] = []
    /// Whether the thread is to give everything up and end.
    var isStopping = false
    /// Whether the thread is asleep, or about to be, and must be woken.
    var isAsleep = false
    /// Whether the thread has ended; nothing may be left here any more.
    var hasEnded = false
    /// Who waits for the thread's end.
    var endWaiters: [CheckedContinuation<Void, Never>] = []
}
