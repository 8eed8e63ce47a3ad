import BatchModel
import Testing

@Suite("Delivery states")
struct DeliveryStateTests {
    @Test("The raw values, which ledgers store, are those of the first release")
    func rawValues() {
        let expected: [DeliveryState] = [.pending, .claimed, .sent, .rejected, .notSent, .unknown]
        #expect((0...5).map(DeliveryState.init(rawValue:)) == expected)
        #expect(DeliveryState(rawValue: 6) == nil)
    }

    @Test("A message is claimed only where it is known not to have arrived")
    func claims() {
        let claimable = DeliveryState.allCases.filter { DeliveryState.transitions[$0]?.contains(.claimed) == true }
        #expect(Set(claimable) == [.pending, .rejected, .notSent])
    }

    @Test(
        "From sent a doubt leads to unknown and nothing anywhere else; nothing leads back to pending or to where it is")
    func deadEnds() {
        #expect(DeliveryState.transitions[.sent] == [.unknown])
        for state in DeliveryState.allCases {
            let next = DeliveryState.transitions[state]
            #expect(next?.contains(.pending) == false, "\(state)")
            #expect(next?.contains(state) == false, "\(state)")
        }
    }

    @Test(
        "The report's name of a state",
        arguments: [
            (.pending, .pending), (.claimed, .unknown), (.sent, .sent), (.rejected, .rejected), (.notSent, .notSent),
            (.unknown, .unknown),
        ] as [(DeliveryState, Outcome)])
    func outcomes(state: DeliveryState, outcome: Outcome) {
        #expect(state.outcome == outcome)
    }
}
