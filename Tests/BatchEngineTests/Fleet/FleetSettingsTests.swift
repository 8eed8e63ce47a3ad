import BatchModel
import LedgerStore
import Testing

@testable import BatchEngine

@Suite("The settings that all senders keep to")
struct FleetSettingsTests {
    private static func first() -> DeliverySettings {
        var delivery = DeliverySettings()
        delivery.rate = SendRate("5/s")
        delivery.calendar.perDay = 100
        delivery.calendar.window = SendingWindow("09:00-18:00")
        delivery.calendar.clock = LocalClock.utc
        delivery.rules.errorBudget = .rows(20)
        delivery.rules.fatalErrorKeys = ["key"]
        delivery.rules.refusalsInARow = 7
        return delivery
    }

    private let theirs = FleetSettings(first(), siteFacts: [])

    @Test("Whoever says nothing has those of the first")
    func silent() throws {
        let written = theirs.terms(site: "s")
        let read = try #require(FleetSettings(json: written.written))
        #expect(read == theirs)
        var delivery = DeliverySettings()
        try read.apply(to: &delivery, siteFacts: [])
        #expect(FleetSettings(delivery, siteFacts: []) == theirs)
        #expect(written.mostFailed == 20 && written.perDay == 100 && written.refusalsInARow == 7)
        #expect(written.spacing == Pacer(rate: try #require(SendRate("5/s"))).spacing)
    }

    @Test("Whoever says the same is welcome")
    func same() throws {
        var delivery = Self.first()
        delivery.namesZone = true
        try theirs.apply(to: &delivery, siteFacts: [])
    }

    /// What somebody else says, and what the refusal then has to say.
    struct Other: Sendable {
        let says: String
        let change: @Sendable (inout DeliverySettings) -> Void

        init(_ says: String, _ change: @escaping @Sendable (inout DeliverySettings) -> Void) {
            (self.says, self.change) = (says, change)
        }
    }

    static let others = [
        Other("at 5/s") { $0.rate = SendRate("6/s") }, Other("100 a day") { $0.calendar.perDay = 5 },
        Other("--window") { $0.calendar.window = SendingWindow("09:00-12:00") },
        Other("--stop-after") { $0.rules.errorBudget = .percent(5) },
        Other("--fatal-error-keys") { $0.rules.fatalErrorKeys = ["other"] },
        Other("--recipient-error-keys") { $0.rules.recipientErrorKeys = ["other"] },
        Other("--temporary-error-keys") { $0.temporaryErrorKeys = ["other"] },
        Other("--refusals-in-a-row") { $0.rules.refusalsInARow = nil },
        Other("--start-at") { $0.calendar.startsAt = 5 },
        Other("--time-zone") {
            $0.calendar.clock = LocalClock(minutesFromUTC: 60) ?? .utc
            $0.namesZone = true
        },
    ]

    @Test("Whoever says something else is refused, with what the others keep to", arguments: others)
    func other(other: Other) {
        var delivery = DeliverySettings()
        other.change(&delivery)
        let fault = #expect(throws: RunFault.self) { try theirs.apply(to: &delivery, siteFacts: []) }
        guard case .refused(let problem, let remedy) = fault else {
            Issue.record("refused as \(String(describing: fault))")
            return
        }
        #expect((problem + remedy).contains(other.says))
    }

    @Test("Answers must be judged alike")
    func facts() {
        var delivery = DeliverySettings()
        #expect(throws: RunFault.self) { try theirs.apply(to: &delivery, siteFacts: ["--success-values 1"]) }
    }
}
