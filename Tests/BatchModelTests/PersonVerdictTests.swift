import BatchModel
import Testing

@Suite("A person's verdict")
struct PersonVerdictTests {
    @Test(
        "is given on unknown messages only, and taken back only where it was given", arguments: DeliveryState.allCases)
    func states(state: DeliveryState) {
        for key in [nil, "client.timeout", "client.resolved_unknown"] {
            #expect(PersonVerdict.sent.applies(to: state, errorKey: key) == (state == .unknown))
            #expect(PersonVerdict.notSent.applies(to: state, errorKey: key) == (state == .unknown))
            #expect(!PersonVerdict.unknown.applies(to: state, errorKey: key))
        }
        #expect(PersonVerdict.unknown.applies(to: state, errorKey: "client.resolved_sent") == (state == .sent))
        #expect(PersonVerdict.unknown.applies(to: state, errorKey: "client.resolved_not_sent") == (state == .notSent))
    }

    @Test("has a word, a key and a state of its own, and every move it makes is in the table")
    func distinct() {
        #expect(PersonVerdict.allCases.map(\.rawValue) == ["sent", "not-sent", "unknown"])
        #expect(Set(PersonVerdict.allCases.map(\.errorKey)).count == 3)
        for verdict in PersonVerdict.allCases where verdict != .unknown {
            #expect(DeliveryState.transitions[.unknown]?.contains(verdict.state) == true)
            #expect(DeliveryState.transitions[verdict.state]?.contains(.unknown) == true)
        }
    }
}
