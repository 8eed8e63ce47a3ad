import Foundation
import LedgerStore
import Text

/// The settings that concern the site, which all senders of a run keep to: those of the first.
struct FleetSettings: Codable, Hashable, Sendable {
    var rate: SendRate?
    var perDay: Int?
    var window: SendingWindow?
    var clock: LocalClock
    var startsAt: Int64?
    var stopAfter: ErrorBudget?
    var fatalErrorKeys: Set<String>
    var recipientErrorKeys: Set<String>
    var temporaryErrorKeys: Set<String>
    var refusalsInARow: Int?
    var siteFacts: [String]

    init(_ delivery: DeliverySettings, siteFacts: [String]) {
        let (calendar, rules) = (delivery.calendar, delivery.rules)
        (rate, perDay, window) = (delivery.rate, calendar.perDay, calendar.window)
        (clock, startsAt) = (calendar.clock, calendar.startsAt)
        (stopAfter, refusalsInARow) = (rules.errorBudget, rules.refusalsInARow)
        (fatalErrorKeys, recipientErrorKeys) = (rules.fatalErrorKeys, rules.recipientErrorKeys)
        temporaryErrorKeys = delivery.temporaryErrorKeys
        self.siteFacts = siteFacts
    }

    /// Reads what the first sender wrote; nil where it cannot be read.
    init?(json: String) {
        guard let settings = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = settings
    }

    /// What the ledger counts for all.
    func terms(site: String) -> FleetTerms {
        var terms = FleetTerms(site: site)
        terms.spacing = rate.map { Pacer(rate: $0).spacing }
        terms.perDay = perDay
        if case .rows(let rows) = stopAfter { terms.mostFailed = rows }
        let rules = RunJudge.Rules()
        terms.refusalsBeforeSuccess = min(rules.refusalsBeforeSuccess, refusalsInARow ?? rules.refusalsBeforeSuccess)
        terms.refusalsInARow = refusalsInARow
        terms.written = RunSettings.json(self)
        return terms
    }

    /// Gives a sender that joins the settings of the first.
    ///
    /// - Throws: `RunFault.refused` where it was told something else.
    func apply(to delivery: inout DeliverySettings, siteFacts: [String]) throws(RunFault) {
        try refuseOthers(than: FleetSettings(delivery, siteFacts: siteFacts), namesZone: delivery.namesZone)
        delivery.rate = rate
        delivery.calendar.perDay = perDay
        delivery.calendar.window = window
        delivery.calendar.clock = clock
        delivery.calendar.startsAt = startsAt
        delivery.rules.errorBudget = stopAfter
        delivery.rules.fatalErrorKeys = fatalErrorKeys
        delivery.rules.recipientErrorKeys = recipientErrorKeys
        delivery.rules.refusalsInARow = refusalsInARow
        delivery.temporaryErrorKeys = temporaryErrorKeys
    }

    /// Nothing said is nothing else said.
    private func refuseOthers(than own: FleetSettings, namesZone: Bool) throws(RunFault) {
        let usual = RunJudge.Rules().refusalsInARow
        let differences: [(option: String, differs: Bool, theirs: String?)] = [
            ("rate", own.rate != nil && own.rate != rate, rate.map { "at \($0.text)" } ?? "without a rate"),
            (
                "per-day", own.perDay != nil && own.perDay != perDay,
                perDay.map { "with \($0) a day" } ?? "without a quota"
            ),
            ("window", own.window != nil && own.window != window, window == nil ? "at all hours" : nil),
            ("time-zone", namesZone && own.clock != clock, nil),
            ("start-at", own.startsAt != nil && own.startsAt != startsAt, nil),
            (
                "stop-after", own.stopAfter != nil && own.stopAfter != stopAfter,
                stopAfter == nil ? "without an error budget" : nil
            ),
            ("refusals-in-a-row", own.refusalsInARow != usual && own.refusalsInARow != refusalsInARow, nil),
            ("fatal-error-keys", !own.fatalErrorKeys.isEmpty && own.fatalErrorKeys != fatalErrorKeys, nil),
            (
                "recipient-error-keys", !own.recipientErrorKeys.isEmpty && own.recipientErrorKeys != recipientErrorKeys,
                nil
            ),
            (
                "temporary-error-keys", !own.temporaryErrorKeys.isEmpty && own.temporaryErrorKeys != temporaryErrorKeys,
                nil
            ),
        ]
        if let other = differences.first(where: \.differs) {
            let run =
                other.theirs.map { "this fleet runs \($0)" } ?? "this fleet was started with another --\(other.option)"
            throw .refused(
                problem: "The settings that concern the site are those of a fleet's first sender, and \(run).",
                remedy: "Leave out --\(other.option), or wait until nobody sends.")
        }
        guard own.siteFacts != siteFacts else { return }
        let theirs = siteFacts.isEmpty ? "none was given" : siteFacts.joined(separator: ", ")
        throw .refused(
            problem:
                "All senders of a fleet must know the site's answers by the same rules, and of its first sender: \(theirs).",
            remedy: "Give the same, or wait until nobody sends.")
    }
}
