import BatchModel
import LedgerStore
import Text

extension MemoryLedger {
    func commit(
        settling settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64
    ) async throws -> Committed {
        try write { content in
            for settlement in settlements {
                try content.move(settlement, from: .claimed) { message in
                    let trace = settlement.trace
                    message.trace.httpStatus = trace.httpStatus
                    message.trace.finishedAtMilliseconds =
                        trace.finishedAtMilliseconds ?? message.trace.finishedAtMilliseconds
                    message.trace.durationMilliseconds = trace.durationMilliseconds
                }
            }
            let won = entries.filter { entry in
                guard let state = content[entry]?.state, DeliveryState.transitions[state]?.contains(.claimed) == true
                else { return false }
                content.change(entry) { message in
                    message.state = .claimed
                    message.campaign = campaign.id
                    message.trace.finishedAtMilliseconds = milliseconds
                }
                return true
            }
            return Committed(claimed: won)
        }
    }

    func doubt(_ entries: [Int64], errorKey: String, reason: String) throws -> [Int64: DeliveryState] {
        try write { content in
            var before: [Int64: DeliveryState] = [:]
            for entry in entries where before[entry] == nil {
                guard let state = content[entry]?.state else { continue }
                before[entry] = state
                guard [.sent, .rejected, .notSent].contains(state) else { continue }
                content.change(entry) { $0.take(.unknown, errorKey, reason) }
            }
            return before
        }
    }

    func resolve(_ verdicts: [Settlement]) throws {
        try write { content in
            for verdict in verdicts {
                try content.move(verdict, from: .unknown) { message in
                    let trace = verdict.trace
                    message.trace.httpStatus = trace.httpStatus ?? message.trace.httpStatus
                    message.trace.finishedAtMilliseconds =
                        trace.finishedAtMilliseconds ?? message.trace.finishedAtMilliseconds
                    message.trace.durationMilliseconds =
                        trace.durationMilliseconds ?? message.trace.durationMilliseconds
                }
            }
        }
    }

    func takeBack(_ entries: [Int64]) throws {
        try write { content in
            for entry in entries {
                guard content[entry].map(Self.isVerdict) == true else {
                    throw LedgerFault.transitionRefused(entry: entry, from: content[entry]?.state, to: .unknown)
                }
                content.change(entry) { $0.take(.unknown) }
            }
        }
    }

    func resolveAll(_ plan: StoredPlan, as verdict: PersonVerdict) throws -> Int {
        try write { content in
            let meant = try content.plan(plan).messages.filter { entry in
                guard let message = content[entry] else { return false }
                return verdict == .unknown ? Self.isVerdict(message) : message.state == .unknown
            }
            for entry in meant { content.change(entry) { $0.take(verdict) } }
            return meant.count
        }
    }

    private static func isVerdict(_ message: MemoryContent.Message) -> Bool {
        [PersonVerdict.sent, .notSent].contains { $0.isRecorded(of: message) }
    }
}

extension MemoryContent {
    /// Moves a message that is in a state, if the table has such a move; `body` does what the moves do not have in common.
    fileprivate mutating func move(
        _ settlement: Settlement, from source: DeliveryState, _ body: (inout Message) -> Void
    ) throws {
        let isLegal = DeliveryState.transitions[source]?.contains(settlement.state) == true
        guard isLegal, self[settlement.entry]?.state == source else {
            throw LedgerFault.transitionRefused(
                entry: settlement.entry, from: isLegal ? self[settlement.entry]?.state : source, to: settlement.state)
        }
        change(settlement.entry) { message in
            message.state = settlement.state
            message.trace.attempts += settlement.trace.attempts
            message.trace.errorKey = settlement.trace.errorKey?.kept
            message.trace.errorMessage = settlement.trace.errorMessage?.kept
            body(&message)
        }
    }
}

extension MemoryContent.Message {
    /// Goes to a state for a reason, and keeps the rest of its trace.
    fileprivate mutating func take(_ state: DeliveryState, _ errorKey: String, _ reason: String) {
        self.state = state
        trace.errorKey = errorKey
        trace.errorMessage = reason
    }

    /// Goes where a person says it is.
    fileprivate mutating func take(_ verdict: PersonVerdict) {
        take(verdict.state, verdict.errorKey, verdict.meaning)
    }
}
