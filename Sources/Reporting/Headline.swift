import BatchModel
import Text

/// The whole result in one sentence: "11,980 of 12,004 were sent; 22 rejected; 2 unknown."
package enum Headline {
    /// The sentence for these counts.
    package static func text(_ tally: BatchTally) -> String {
        let total = tally.total
        guard total > 0 else { return "Your list has no rows." }
        let sent = tally[.sent]
        var parts: [String] = []
        if sent == total {
            parts.append(total == 1 ? "The one message was sent" : "All \(Numbers.grouped(total)) were sent")
        } else {
            let number = sent == 0 ? "None" : Numbers.grouped(sent)
            parts.append("\(number) of \(Numbers.grouped(total)) \(sent == 1 ? "was" : "were") sent")
        }
        for outcome in others where tally[outcome] > 0 {
            parts.append("\(Numbers.grouped(tally[outcome])) \(outcome.words)")
        }
        return parts.joined(separator: "; ") + "."
    }

    private static let others: [Outcome] = [.rejected, .notSent, .invalid, .unknown, .pending, .excluded]
}
