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
        /// Identical refusals in a row that end a run after successes; nil never does.
        package var refusalsInARow: Int? = 50
        /// Rows without any answer in a row that end a run before the first success.
        package var silentBeforeSuccess = 3
        /// The same after one, not counting the rows that were under way beside the first.
        package var silentInARow = 3
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
    private var attempts = 0
    private var results = 0
    private var refusalWatch: RefusalWatch
    private var silence: SilenceWatch
    private var budget: ErrorBudget.Meter?

    /// Starts a run; `successBefore` when an earlier run of this batch sent something.
    package init(
        rules: Rules, successBefore: Bool, history: RefusalHistory = RefusalHistory(),
        earlier: EarlierRefusals = EarlierRefusals()
    ) {
        self.rules = rules
        successSeen = successBefore
        refusalWatch = RefusalWatch(
            limit: rules.refusalsInARow, limitOnTrial: rules.refusalsBeforeSuccess,
            recipientKeys: rules.recipientErrorKeys, history: history, earlier: earlier)
        silence = SilenceWatch(limit: rules.silentInARow, limitBeforeSuccess: rules.silentBeforeSuccess)
        budget = rules.errorBudget.map(ErrorBudget.Meter.init)
    }

    /// Whether more than one row may be in flight.
    package var windowIsOpen: Bool { wasOpened && !silence.isSilent && !refusalWatch.isOnTrial }

    private var wasOpened: Bool { hasWellFormedReply && successSeen }

    /// What is known of the site's refusals, for the next run.
    package var history: RefusalHistory { refusalWatch.history }

    /// Whether a refusal with a key is counted as one that may meet everybody, by whoever has no other senders beside him as by all.
    func countsRefusal(_ key: String) -> Bool { refusalWatch.isCounted(key) }

    /// Whether a key of a refusal is named as one that concerns its recipient alone.
    func concernsRecipient(_ result: AttemptResult) -> Bool {
        result.verdict == .rejected && rules.recipientErrorKeys.contains(result.errorKey ?? "")
    }

    /// Whether anything of this batch was ever sent.
    package var hasSucceeded: Bool { successSeen }

    /// Takes note that an attempt begins.
    package mutating func begin() -> AttemptPlace {
        attempts += 1
        return AttemptPlace(number: attempts, resultsBefore: results)
    }

    /// Takes note of one attempt and says whether the run must stop; `isFinal` is false when the row will be tried again in
    /// this run. Without a place the attempt began when all results before it were known.
    package mutating func observe(
        _ result: AttemptResult, isFinal: Bool, place: AttemptPlace? = nil
    ) -> StopReason? {
        let place = place ?? begin()
        results += 1
        let reason = judge(result, isFinal: isFinal, place)
        if case .refusals(let key, _, _)? = reason { refusalWatch.stopped(by: key) }
        if case .refusalsSinceSuccess(let key, _, _)? = reason { refusalWatch.stopped(by: key) }
        return reason
    }

    private mutating func judge(_ result: AttemptResult, isFinal: Bool, _ place: AttemptPlace) -> StopReason? {
        // It says nothing of how the site takes messages, and connections are not shared any more.
        guard result.errorKey != ClientErrorKey.unaskedReply.rawValue else { return nil }
        let isLead = !hasWellFormedReply
        defer { if result.verdict == .sent || result.verdict == .rejected { hasWellFormedReply = true } }
        if let reason = observeSiteFault(result, isLead: isLead, isFinal: isFinal) { return reason }
        if let count = silence.observe(result, place, results: results, windowWasOpen: wasOpened) {
            return .silence(count: count)
        }
        if let reason = observeRefusal(result, isFinal: isFinal, place) { return reason }
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

    private mutating func observeRefusal(
        _ result: AttemptResult, isFinal: Bool, _ place: AttemptPlace
    ) -> StopReason? {
        if result.verdict == .sent {
            successSeen = true
            refusals = Streak()
            refusalWatch.succeeded(place)
        }
        guard result.verdict == .rejected else { return nil }
        let key = result.errorKey ?? ""
        if rules.fatalErrorKeys.contains(key) { return .fatalErrorKey(key, message: result.errorMessage) }
        guard isFinal, !concernsRecipient(result) else { return nil }
        let tooMany = refusalWatch.refused(key, place, results: results)
        guard !successSeen else {
            return tooMany.map { .refusalsSinceSuccess(key: key, message: result.errorMessage, count: $0) }
        }
        let count = refusals.extend(with: key)
        guard count >= rules.refusalsBeforeSuccess else { return nil }
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
