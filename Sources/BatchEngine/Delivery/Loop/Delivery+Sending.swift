import BatchModel
import GrupoAPI

extension Delivery {
    private static let pacingInterval: Duration = .seconds(1)

    mutating func start(
        _ claimed: [RowInFlight], decidedAt: Duration, _ group: inout DiscardingTaskGroup
    ) {
        if isWaiting { observe(.resumed) }
        isWaiting = false
        let (now, wall) = (clock.elapsed, clock.wall)
        guard !gate.isClosed else {
            inFlight += claimed.count
            return claimed.forEach { withheld($0, .paused) }
        }
        // The places in time of a commit whose answer did not come are not known any more.
        guard policy.fleet?.hasSlots(for: claimed.count) ?? true else {
            inFlight += claimed.count
            return claimed.forEach { withheld($0, .heldUp) }
        }
        // The commit may have taken so long that what was decided before it does not hold any more.
        guard now - decidedAt < PauseWatch.tolerance || policy.mayLeave(at: now, wall: wall) else {
            inFlight += claimed.count
            return claimed.forEach { withheld($0, .heldUp) }
        }
        var batch: [(row: RowInFlight, slot: Duration)] = []
        for var row in claimed {
            inFlight += 1
            let start = policy.start(at: now, wall: wall, isRetry: row.attempts > 0, inFlight: inFlight)
            row.place = start.place
            row.attempts += 1
            batch.append((row, start.slot))
        }
        // A daily quota holds across crashes only if every attempt is counted on disk before it leaves.
        keepPacing(at: policy.countsDays ? .zero : pacingDue)
        for (row, slot) in batch { launch(row, slot, &group) }
        observe(.inFlight(inFlight, limit: policy.windowSize))
    }

    func launch(_ row: RowInFlight, _ slot: Duration, _ group: inout DiscardingTaskGroup) {
        // The signal may have come while the claims were being committed.
        guard recorder.failure == nil, stopSignal.level == .none else { return mailbox.post(.withheld(row)) }
        group.addTask { [sender, mailbox, clock, gate, places = policy.places] in
            switch await places?.wait(for: slot, on: clock) ?? .isOver {
            case .isOver where gate.isClosed: mailbox.post(.missedSlot(row))
            case .isOver: mailbox.post(.finished(row, await sender.send(row.row.message, for: row.row.reference)))
            case .isMissed: mailbox.post(.missedSlot(row))
            case .isCancelled: mailbox.post(.withheld(row))
            }
        }
    }

    /// Starts a row anew that the process slept over, if it may still leave.
    mutating func startAgain(_ row: RowInFlight, _ group: inout DiscardingTaskGroup) {
        let (now, wall) = (clock.elapsed, clock.wall)
        guard stopReason == nil else { return withheld(row, .runEnds) }
        guard !gate.isClosed else { return withheld(row, .paused) }
        // A place that all share is given with a claim alone.
        guard policy.fleet == nil, policy.mayLeave(at: now, wall: wall) else { return withheld(row, .heldUp) }
        let slot = policy.takeSlot(at: now, wall: wall)
        keepPacing(at: policy.countsDays ? .zero : pacingDue)
        launch(row, slot, &group)
    }

    /// Keeps the pacing on disk if that is due.
    mutating func keepPacing(at due: Duration) {
        let now = clock.elapsed
        guard now >= due, let pacing = policy.pacing(at: now, wall: clock.wall) else { return }
        pacingDue = now + Self.pacingInterval
        policy.wasKept()
        recorder.keep(pacing)
        heedFailure()
    }

    mutating func probe(_ group: inout DiscardingTaskGroup) {
        isProbing = true
        group.addTask { [sender, mailbox] in mailbox.post(.probed(await sender.probe())) }
    }
}
