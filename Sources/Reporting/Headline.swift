import BatchModel

/// The whole result in one sentence: "11,980 of 12,004 were sent; 22 refused; 2 need your eyes."
package enum Headline {
    /// The sentence for these counts.
    package static func text(_ tally: BatchTally) -> String {
        let total = tally.total
        guard total > 0 else { return "The manifest has no rows." }
        let sent = tally[.sent]
        var parts: [String] = []
        if sent == total {
            parts.append(total == 1 ? "The one message was sent" : "All \(NumberText.grouped(total)) were sent")
        } else {
            let number = sent == 0 ? "None" : NumberText.grouped(sent)
            parts.append("\(number) of \(NumberText.grouped(total)) \(sent == 1 ? "was" : "were") sent")
        }
        for (outcome, words) in words where tally[outcome] > 0 {
            let number = NumberText.grouped(tally[outcome])
            parts.append("\(number) \(tally[outcome] == 1 ? words.one : words.many)")
        }
        return parts.joined(separator: "; ") + "."
    }

    private static let words: [(outcome: Outcome, words: (one: String, many: String))] = [
        (.rejected, ("refused", "refused")), (.notSent, ("not sent", "not sent")), (.invalid, ("invalid", "invalid")),
        (.unknown, ("needs your eyes", "need your eyes")), (.pending, ("not tried yet", "not tried yet")),
        (.excluded, ("left out", "left out")),
    ]
}
