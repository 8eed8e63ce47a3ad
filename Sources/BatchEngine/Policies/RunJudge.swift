import BatchModel
import GrupoAPI

/// Decides from the answers whether the run may go on.
///
/// Pure: fed each attempt's result in the order they arrive. While nothing of this batch has ever succeeded, rows go one
/// by one: a wrong key or a wrong address costs a handful of requests, not a campaign.
package struct RunJudge: Sendable {
    /// What the judge is told to watch for.
    package struct Rules: Sendable, Hashable {
        /// Stop after so many failed rows, or such a share of the last hundred.
        package var errorBudget: ErrorBudget?
        /// Keys that end the run at once.
        package var fatalErrorKeys: Set<String> = []
        /// Keys that concern one recipient and never end a run.
        package var recipientErrorKeys: Set<String> = []
        /// Identical refusals in a row that end a run without a success.
        package var refusalsBeforeSuccess = 5
        /// Site faults in a row that end a run after the lead row.
        package var siteFaultsInARow = 3
        /// Identical unknown or not-sent results in a row that end a run.
        package var identicalFailures = 10
        /// Unknown or not-sent results of any kind in a row that end a run.
        package var failuresInARow = 25

        /// Rules without an error budget or named keys.
        package init() {}
    }

    private let rules: Rules
    /// Whether the site has given a verdict on any row of this run.
    package private(set) var hasWellFormedReply = false
    private var successSeen: Bool
    private var refusals = Streak()
    private var siteFaults = 0
    private var failures = Streak()
    private var failuresOfAnyKind = 0
    private var budget: ErrorBudget.Meter?

    /// Starts a run; `successBefore` when an earlier run of this batch sent something.
    package init(rules: Rules, successBefore: Bool) {
        self.rules = rules
        successSeen = successBefore
        budget = rules.errorBudget.map(ErrorBudget.Meter.init)
    }

    /// Whether more than one row may be in flight.
    package var windowIsOpen: Bool { hasWellFormedReply && successSeen }

    /// Whether anything of this batch was ever sent.
    package var hasSucceeded: Bool { successSeen }

    /// Takes note of one attempt and says whether the run must stop; `isFinal` is false when the row will be tried again in
    /// this run.
    package mutating func observe(_ result: AttemptResult, isFinal: Bool) -> StopReason? {
        // It says nothing of how the site takes messages, and connections are not shared any more.
        guard result.errorKey != ClientErrorKey.unaskedReply.rawValue else { return nil }
        let isLead = !hasWellFormedReply
        defer { if result.verdict == .sent || result.verdict == .rejected { hasWellFormedReply = true } }
        if let reason = observeSiteFault(result, isLead: isLead, isFinal: isFinal) { return reason }
        if let reason = observeRefusal(result, isFinal: isFinal) { return reason }
        if let reason = observeFailure(result, isFinal: isFinal) { return reason }
        guard isFinal, !concernsRecipient(result) else { return nil }
        return budget?.observe(failed: result.verdict != .sent)
    }

    private mutating func observeSiteFault(_ result: AttemptResult, isLead: Bool, isFinal: Bool) -> StopReason? {
        guard let fault = result.siteFault else {
            siteFaults = 0
            return nil
        }
        if fault == .unreachable {
            guard isFinal, !successSeen else { return nil }
            return .unreachable(result.errorMessage ?? "no connection")
        }
        if case .tooLarge = fault { return isLead ? .siteFault(fault, inARow: 1) : nil }
        siteFaults += 1
        return isLead || siteFaults >= rules.siteFaultsInARow ? .siteFault(fault, inARow: siteFaults) : nil
    }

    private func concernsRecipient(_ result: AttemptResult) -> Bool {
        result.verdict == .rejected && rules.recipientErrorKeys.contains(result.errorKey ?? "")
    }

    private mutating func observeRefusal(_ result: AttemptResult, isFinal: Bool) -> StopReason? {
        if result.verdict == .sent { successSeen = true }
        guard result.verdict == .rejected else {
            if result.verdict == .sent { refusals = Streak() }
            return nil
        }
        let key = result.errorKey ?? ""
        if rules.fatalErrorKeys.contains(key) { return .fatalErrorKey(key, message: result.errorMessage) }
        guard isFinal, !concernsRecipient(result) else { return nil }
        let count = refusals.extend(with: key)
        guard !successSeen, count >= rules.refusalsBeforeSuccess else { return nil }
        return .refusals(key: key, message: result.errorMessage, count: count)
    }

    private mutating func observeFailure(_ result: AttemptResult, isFinal: Bool) -> StopReason? {
        switch result.verdict {
        case .sent, .rejected:
            failures = Streak()
            failuresOfAnyKind = 0
            return nil
        case .notSent, .notSentSameAgain, .unknown:
            // A site that cannot be reached after a success is the breaker's business.
            guard isFinal, !(result.siteFault == .unreachable && successSeen) else { return nil }
            let key = result.errorKey ?? result.outcome.rawValue
            let count = failures.extend(with: key)
            failuresOfAnyKind += 1
            if count >= rules.identicalFailures {
                return .identicalFailures(
                    key: key, message: result.errorMessage, count: count, status: result.httpStatus)
            }
            // Two kinds that take turns would else make a whole campaign unknown.
            guard failuresOfAnyKind >= rules.failuresInARow else { return nil }
            return .failures(count: failuresOfAnyKind, last: result.errorMessage ?? key)
        }
    }
}

/// How often the same thing happened without anything else between.
struct Streak: Sendable {
    private var key: String?
    private var count = 0

    mutating func extend(with key: String) -> Int {
        count = self.key == key ? count + 1 : 1
        self.key = key
        return count
    }
}
