import BatchModel
import Foundation
import LedgerStore

extension StopReason {
    /// The reason as it is told to others; nil for one that is this sender's alone.
    var told: String? {
        switch self {
        case .siteFault, .unreachable, .refusals, .refusalsSinceSuccess, .silence, .fatalErrorKey, .identicalFailures,
            .failures,
            .errorBudget, .retryAfter:
            RunSettings.json(self)
        case .siteDown, .inputChanged, .inputUnreadable, .interrupted, .ledgerFailed, .drained, .fleetStopped,
            .leftIdle:
            nil
        }
    }

    /// Whether it ends the run for all who send it.
    var isOfAll: Bool { told != nil || self == .fleetStopped }

    /// What others told this sender to stop for; nil while it may go on.
    init?(_ news: FleetNews) {
        switch news.stop {
        case nil:
            guard news.isDraining else { return nil }
            self = .drained
        case "budget": self = .errorBudget(failed: news.failed, of: nil)
        case "refusals":
            let refusals = news.refusals
            let key = refusals.key ?? ""
            self =
                news.phase == .open
                ? .refusalsSinceSuccess(key: key, message: refusals.message, count: refusals.count)
                : .refusals(key: key, message: refusals.message, count: refusals.count)
        case "asked": self = .fleetStopped
        case let text?:
            // What a later version tells is a reason all the same.
            self = (try? JSONDecoder().decode(StopReason.self, from: Data(text.utf8))) ?? .fleetStopped
        }
    }
}
