import BatchModel
import GrupoAPI

extension Delivery {
    mutating func take(_ event: DeliveryEvent, _ group: inout DiscardingTaskGroup) {
        switch event {
        case .finished(let row, let result): finished(row, result)
        case .withheld(let row): withheld(row, .runEnds)
        case .missedSlot(let row): startAgain(row, &group)
        case .probed(let reachable):
            isProbing = false
            observe(.probed(reachable: reachable))
            policy.probed(reachable: reachable, at: clock.elapsed)
        case .doubted(let rows): recorder.doubt(rows)
        case .silent: isSilent = true
        // The loop looks at the gate before it does anything.
        case .gateMoved: break
        case .stopRequested(let level):
            stop(.interrupted(signal: stopSignal.signal))
            if level == .aborting { group.cancelAll() }
        }
    }

    mutating func finished(_ item: RowInFlight, _ result: AttemptResult) {
        inFlight -= 1
        let now = clock.elapsed
        let result = recorder.take(item.row, result.stopped(by: stopSignal, wasBegun: true), wasBegun: true)
        guard recorder.failure == nil else { return }
        let verdict = policy.finished(
            result, attempt: item.attempts, place: item.place, at: now, jitter: { .random(in: 0...1) })
        let retryAt = stopReason == nil && verdict.stop == nil ? verdict.retryAt : nil
        tellSettled(item, result, attempt: item.attempts, retryIn: retryAt.map { $0 - now })
        if let move = verdict.move { recorder.tell(.windowMoved(move)) }
        recorder.give(result.notices)
        if let retryAt { tryAgain(item.row, after: result, attempts: item.attempts, at: retryAt) }
        if let reason = verdict.stop { stop(reason) }
    }

    /// Settles a row whose request was never begun: the site has nothing to do with it.
    mutating func withheld(_ item: RowInFlight, _ reason: RowInFlight.Withheld) {
        inFlight -= 1
        var result = reason.result
        if reason == .runEnds { result = result.stopped(by: stopSignal, wasBegun: false) }
        result = recorder.take(item.row, result, wasBegun: false)
        let isLater = reason != .runEnds && stopReason == nil
        tellSettled(item, result, attempt: 0, retryIn: isLater ? .zero : nil)
        if isLater {
            tryAgain(item.row, after: result, attempts: item.attempts - (item.place == nil ? 0 : 1), at: clock.elapsed)
        }
    }

    mutating func tellSettled(
        _ item: RowInFlight, _ result: AttemptResult, attempt: Int, retryIn: Duration?
    ) {
        recorder.tell(
            .settled(
                row: item.row.row, attempt: attempt, result: result, previous: item.row.previous, retryIn: retryIn))
    }

    mutating func tryAgain(_ row: SendableRow, after result: AttemptResult, attempts: Int, at due: Duration) {
        var row = row
        row.previous = result.outcome
        retries.add(.init(row: row, attempts: attempts, due: due))
    }
}
