import BatchModel
import GrupoAPI
import LedgerStore
import Testing

@testable import BatchEngine

@Suite("What a sender knows of the others")
struct FleetViewTests {
    private let refused = AttemptResult(.rejected, errorKey: "blocked", errorMessage: "no", httpStatus: 200)
    private let sent = AttemptResult(.sent, httpStatus: 200)

    private func view(_ phase: FleetNews.Phase = .open, spacing: Duration? = nil, refusals: Int = 0) -> FleetView {
        var news = FleetNews()
        news.phase = phase
        news.refusals.count = refusals
        return FleetView(news, spacing: spacing, pause: .seconds(1), at: .zero)
    }

    @Test("While another one goes ahead nothing is claimed, and it is heard of after a pause")
    func others() {
        var view = view(.lead(.others))
        #expect(view.hold(at: .zero, lookahead: .zero)?.until == .seconds(1))
        #expect(!view.isDue(at: .milliseconds(999)) && view.isDue(at: .seconds(1)))
        var news = FleetNews()
        news.phase = .open
        view.heard(news, claiming: 0, at: .seconds(1))
        #expect(view.hold(at: .seconds(1), lookahead: .zero) == nil)
        #expect(!view.isDue(at: .seconds(1)))
    }

    @Test("Whoever may go ahead claims as the one that does", arguments: [FleetNews.Lead.free, .own])
    func lead(lead: FleetNews.Lead) {
        var view = view(.lead(lead))
        #expect(view.hold(at: .zero, lookahead: .zero) == nil)
        #expect(view.telling(claims: true, day: nil).wantsLead)
        #expect(!view.telling(claims: false, day: nil).wantsLead)
        view.open()
        #expect(view.telling(claims: false, day: nil).opens)
        #expect(!view.telling(claims: false, day: nil).opens)
    }

    @Test("A claim waits until its place is near, and a place is taken in order")
    func slots() {
        var view = view(spacing: .seconds(1))
        var news = FleetNews()
        news.nextSlot = .seconds(3)
        news.slots = [.zero, .seconds(1)]
        view.heard(news, claiming: 2, at: .seconds(10))
        #expect(view.hold(at: .seconds(10), lookahead: .milliseconds(50))?.until == .milliseconds(12_950))
        #expect(view.hold(at: .milliseconds(12_950), lookahead: .milliseconds(50)) == nil)
        #expect(view.hasSlots(for: 2) && !view.hasSlots(for: 3))
        #expect([view.takeSlot(at: .seconds(10)), view.takeSlot(at: .seconds(10))] == [.seconds(10), .seconds(11)])
        #expect(view.takeSlot(at: .seconds(20)) == .seconds(20))
    }

    @Test("Where nothing of a claim was tried the next comes a moment later")
    func rests() {
        var view = view()
        var news = FleetNews()
        news.untried = [1]
        view.heard(news, claiming: 1, at: .seconds(1))
        #expect(view.hold(at: .seconds(1), lookahead: .zero) != nil)
        #expect(view.hold(at: .seconds(2), lookahead: .zero) == nil)
    }

    @Test("Failures are told once, as an error budget counts them")
    func failures() {
        var view = view()
        view.observe(refused, isFinal: true, isOfRecipient: false, counts: true)
        view.observe(refused, isFinal: false, isOfRecipient: false, counts: true)
        view.observe(refused, isFinal: true, isOfRecipient: true, counts: true)
        view.observe(sent, isFinal: true, isOfRecipient: false, counts: true)
        view.observe(AttemptResult(.unknown), isFinal: true, isOfRecipient: false, counts: true)
        #expect(view.telling(claims: false, day: nil).failed == 2)
        #expect(view.telling(claims: false, day: nil) == FleetTelling())
    }

    @Test("Refusals are told with how they end: a success, or another refusal, begins anew")
    func refusals() {
        var view = view()
        for _ in 0..<2 { view.observe(refused, isFinal: true, isOfRecipient: false, counts: true) }
        var told = view.telling(claims: false, day: nil).refusals
        #expect(told?.key == "blocked" && told?.count == 2 && told?.isAnew == false)
        for result in [refused, sent, refused] {
            view.observe(result, isFinal: true, isOfRecipient: false, counts: true)
        }
        told = view.telling(claims: false, day: nil).refusals
        #expect(told?.count == 1 && told?.isAnew == true)
        view.observe(refused, isFinal: true, isOfRecipient: false, counts: false)
        #expect(view.telling(claims: false, day: nil).refusals == nil)
    }

    @Test("A success is told where there were refusals to end, and costs nothing elsewhere")
    func success() {
        var quiet = view()
        quiet.observe(sent, isFinal: true, isOfRecipient: false, counts: true)
        #expect(!quiet.telling(claims: false, day: nil).isDue)
        var told = view(refusals: 3)
        told.observe(sent, isFinal: true, isOfRecipient: false, counts: true)
        let refusals = told.telling(claims: false, day: nil).refusals
        #expect(refusals?.key == nil && refusals?.count == 0)
    }

    @Test(
        "A reason that concerns the site is told and understood by the others; one's own affairs are not told",
        arguments: [
            StopReason.refusals(key: "k", message: nil, count: 5), .unreachable("no route"), .silence(count: 3),
            .siteFault(.notJSON(challenge: true), inARow: 2), .retryAfter(.seconds(9)),
            .errorBudget(failed: 5, of: 100),
        ])
    func reasons(reason: StopReason) {
        var news = FleetNews()
        news.stop = reason.told
        #expect(StopReason(news) == reason)
    }

    @Test(arguments: [
        StopReason.interrupted(signal: 2), .drained, .leftIdle, .siteDown(after: .seconds(1)), .ledgerFailed("x"),
    ])
    func ownReasons(reason: StopReason) { #expect(reason.told == nil) }

    @Test("What the ledger itself tells is a reason, too")
    func markers() {
        var news = FleetNews()
        #expect(StopReason(news) == nil)
        news.isDraining = true
        #expect(StopReason(news) == .drained)
        (news.stop, news.failed) = ("budget", 7)
        #expect(StopReason(news) == .errorBudget(failed: 7, of: nil))
        (news.stop, news.refusals.key, news.refusals.count) = ("refusals", "k", 50)
        #expect(StopReason(news) == .refusalsSinceSuccess(key: "k", message: nil, count: 50))
        news.phase = .lead(.own)
        #expect(StopReason(news) == .refusals(key: "k", message: nil, count: 50))
        news.stop = "asked"
        #expect(StopReason(news) == .fleetStopped)
        news.stop = "of a later version"
        #expect(StopReason(news) == .fleetStopped)
    }
}
