import BatchModel
import Text

/// What the user should do now, and with which command.
package struct NextStep: Sendable, Hashable {
    /// Why, and what to look at, in sentences.
    package var text: String
    /// The exact command, where there is one.
    package var command: String?

    /// The steps that these results ask for, the most urgent first; none when nothing is left to do.
    package static func steps(_ statistics: ReportStatistics, _ context: ReportContext) -> [NextStep] {
        guard !context.isRunning else { return [wait(statistics.tally)] }
        return [doubt(statistics, context.commands.resolve)].compactMap(\.self)
            + stepsAfterFailures(statistics, context)
    }

    /// The steps for rows that certainly did not arrive.
    package static func stepsAfterFailures(_ statistics: ReportStatistics, _ context: ReportContext) -> [NextStep] {
        if let whole = refusal(statistics) ?? changedKey(statistics, context.commands.send) { return [whole] }
        return [rest(statistics.tally, context.commands.send), repair(statistics.tally, context.commands.correct)]
            .compactMap(\.self)
    }

    /// The step when the site refused all in the same way, which means no row of them; nil when it did not.
    package static func refusal(_ statistics: ReportStatistics) -> NextStep? {
        let (tally, keys) = (statistics.tally, statistics.errorKeys.ranked)
        guard tally[.rejected] > 0, tally[.sent] == 0, keys.count == 1, keys[0].count == tally[.rejected] else {
            return nil
        }
        if SecretKeyWords.areTold(by: keys[0].key, keys[0].message) {
            return NextStep(
                text: "The site did not accept the secret key. Put it right, then run the same command again.")
        }
        guard tally[.rejected] > 1 else { return nil }
        return NextStep(
            text:
                "The site rejected every row it was sent, each in the same way. Check the secret key and the sender, then "
                + "run the same command again.")
    }

    /// The step when every row that the site rejected was rejected for the secret key, which was right before; nil otherwise.
    private static func changedKey(_ statistics: ReportStatistics, _ command: String?) -> NextStep? {
        let (tally, keys) = (statistics.tally, statistics.errorKeys.ranked)
        let ofKey = keys.filter { SecretKeyWords.areTold(by: $0.key, $0.message) }.reduce(0) { $0 + $1.count }
        guard tally[.rejected] > 0, tally[.invalid] == 0, ofKey == tally[.rejected] else { return nil }
        let others = tally[.pending] + tally[.notSent] > 0 ? "what was not sent" : ofKey == 1 ? "it" : "them"
        return NextStep(
            text:
                "The site did not accept the secret key for \(Numbers.count(ofKey, "row")). Put it right, then run the same "
                + "command again: it sends \(others).",
            command: command)
    }

    private static func wait(_ tally: BatchTally) -> NextStep {
        let unknown = tally[.unknown]
        let inFlight =
            unknown > 0 ? " \(Numbers.count(unknown, "row")) listed as unknown may be in flight right now." : ""
        return NextStep(text: "This batch is being sent.\(inFlight) Make the report again when the run has ended.")
    }

    /// The command is about one row: what became of the others has to be looked up as well.
    private static func doubt(_ statistics: ReportStatistics, _ command: String?) -> NextStep? {
        let count = statistics.tally[.unknown]
        guard count > 0, let first = statistics.unknownRows.first else { return nil }
        let rows = statistics.unknownRows.map(String.init).joined(separator: ", ")
        let more = count - statistics.unknownRows.count
        let others = more > 0 ? " and \(Numbers.grouped(more)) more" : ""
        let which = count > 1 && command != nil ? " This command is for row \(first)." : ""
        return NextStep(
            text:
                "Row\(count == 1 ? "" : "s") \(rows)\(others) \(count == 1 ? "is" : "are") unknown: the message may have arrived. Look \(count == 1 ? "it" : "each") up on "
                + "the site and record what you found, sent or not-sent; \(count == 1 ? "it is" : "they are") never sent again without your word.\(which)",
            command: command.map { "\($0) \(option: .row) \(first) \(option: .as) sent" })
    }

    private static func rest(_ tally: BatchTally, _ command: String?) -> NextStep? {
        let (pending, failed) = (tally[.pending], tally[.notSent])
        guard pending + failed > 0 else { return nil }
        var parts: [String] = []
        if pending > 0 {
            parts.append("\(Numbers.count(pending, "row")) \(pending == 1 ? "is" : "are") pending")
        }
        if failed > 0 {
            parts.append("\(Numbers.count(failed, "row")) \(failed == 1 ? "was" : "were") not sent")
        }
        return NextStep(
            text: parts.joined(separator: " and ")
                + (command == nil
                    ? ". The send command that was given, with all its options, sends " : ". This command sends ")
                + (pending + failed == 1 ? "it" : "them") + again(tally[.rejected]) + "; nothing is sent twice.",
            command: command)
    }

    /// The command that continues does not leave out what was refused.
    private static func again(_ rejected: Int) -> String {
        guard rejected > 0 else { return "" }
        return ", and once more the \(Numbers.count(rejected, "row")) that the site rejected"
    }

    private static func repair(_ tally: BatchTally, _ command: String?) -> NextStep? {
        let (rejected, invalid) = (tally[.rejected], tally[.invalid])
        guard rejected + invalid > 0 else { return nil }
        var parts: [String] = []
        if rejected > 0 {
            parts.append("the site rejected \(Numbers.count(rejected, "row"))")
        }
        if invalid > 0 {
            parts.append("\(Numbers.count(invalid, "row")) \(invalid == 1 ? "is" : "are") invalid")
        }
        var them = rejected + invalid == 1 ? "it" : "them"
        // The command writes every row that failed.
        let others = tally[.notSent]
        if others > 0 { them += " and the \(Numbers.count(others, "row")) not sent" }
        let sentence = parts.joined(separator: " and ")
        return NextStep(
            text: sentence.prefix(1).uppercased() + sentence.dropFirst() + ". Write \(them) to a file of "
                + "\(rejected + invalid + others == 1 ? "its" : "their") own, correct the cause, and send that file with the same options.",
            command: command)
    }
}
