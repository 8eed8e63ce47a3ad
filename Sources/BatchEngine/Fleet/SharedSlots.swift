import BatchModel

/// Places in time that all senders of a run share: given by their ledger, and lost by whoever comes too late for his.
final class SharedSlots: SlotWaiting {
    private let tolerance: Duration

    /// Lets an attempt be as late as one of a sender alone may be.
    init(_ pacer: Pacer) { tolerance = pacer.tolerance }

    func wait(for slot: Duration, on clock: any RunClock) async -> SlotWait {
        do { try await clock.sleep(until: slot) } catch { return .isCancelled }
        return clock.elapsed - slot > min(tolerance, PauseWatch.tolerance) ? .isMissed : .isOver
    }
}
