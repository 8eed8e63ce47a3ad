import BatchModel

/// What the user should do now, and with which command.
package struct NextStep: Sendable, Hashable {
    /// Why, and what to look at, in sentences.
    package var text: String
    /// The exact command, where there is one.
    package var command: String?

    /// The steps that these counts ask for, the most urgent first; none when nothing is left to do.
    package static func steps(_ tally: BatchTally, _ commands: ReportContext.Commands) -> [NextStep] {
        [doubt, rest, repair].compactMap { $0(tally, commands) }
    }

    private static func doubt(_ tally: BatchTally, _ commands: ReportContext.Commands) -> NextStep? {
        let count = tally[.unknown]
        guard count > 0 else { return nil }
        let them = count == 1 ? "it" : "them"
        return NextStep(
            text: "\(NumberText.count(count, "row")) may have arrived. Look \(them) up on the site and record what you "
                + "found; \(count == 1 ? "it is" : "they are") never sent again without your word.",
            command: commands.resolve)
    }

    private static func rest(_ tally: BatchTally, _ commands: ReportContext.Commands) -> NextStep? {
        let (pending, failed) = (tally[.pending], tally[.notSent])
        guard pending + failed > 0 else { return nil }
        var parts: [String] = []
        if pending > 0 {
            parts.append("\(NumberText.count(pending, "row")) \(pending == 1 ? "was" : "were") not tried yet")
        }
        if failed > 0 {
            parts.append("\(NumberText.count(failed, "row")) certainly did not arrive")
        }
        return NextStep(
            text: parts.joined(separator: " and ")
                + ". The same command sends \(pending + failed == 1 ? "it" : "them"); "
                + "nothing is sent twice.",
            command: commands.send)
    }

    private static func repair(_ tally: BatchTally, _ commands: ReportContext.Commands) -> NextStep? {
        let (rejected, invalid) = (tally[.rejected], tally[.invalid])
        guard rejected + invalid > 0 else { return nil }
        var parts: [String] = []
        if rejected > 0 {
            parts.append("the site refused \(NumberText.count(rejected, "row"))")
        }
        if invalid > 0 {
            parts.append("\(NumberText.count(invalid, "row")) \(invalid == 1 ? "is" : "are") invalid")
        }
        let them = rejected + invalid == 1 ? "it" : "them"
        let sentence = parts.joined(separator: " and ")
        return NextStep(
            text: sentence.prefix(1).uppercased() + sentence.dropFirst() + ". Write \(them) to a file of "
                + "\(rejected + invalid == 1 ? "its" : "their") own, correct the cause, and send that file.",
            command: commands.correct)
    }
}
