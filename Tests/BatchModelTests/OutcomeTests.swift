import BatchModel
import Testing

@Suite("Outcomes")
struct OutcomeTests {
    static let columns: [(outcome: Outcome, name: String, success: Bool?)] = [
        (.sent, "sent", true), (.rejected, "rejected", false), (.notSent, "not_sent", false),
        (.unknown, "unknown", nil), (.invalid, "invalid", false), (.excluded, "excluded", nil),
        (.pending, "pending", nil),
    ]

    @Test("The report's columns for each outcome", arguments: columns)
    func reportColumns(outcome: Outcome, name: String, success: Bool?) {
        #expect(outcome.rawValue == name)
        #expect(outcome.success == success)
    }

    @Test("The columns are known for every outcome")
    func complete() {
        #expect(Set(Self.columns.map(\.outcome)) == Set(Outcome.allCases))
    }
}
