import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Synchronization
import Text

/// The questions before messages leave. Whatever is not a clear yes means no.
enum Confirmation {
    private static let asking = Atomic(false)
    private static let ended = Atomic(false)

    /// Whether a question waits for its answer.
    static var isAsking: Bool { asking.load(ordering: .acquiring) }

    /// Ends the program at its prompt, as a signal asks for.
    static func leave(signal: Int32) -> Never {
        Console.err("\n\(FailureText.line(Failure(.interrupted(signal: signal))))")
        ScratchFolder.removeAll()
        Foundation.exit(ExitStatus(signal: signal).rawValue)
    }

    /// Says what a run is about to do, and asks whether it may.
    static func ask(_ forecast: RunForecast, _ settings: RunSettings, style: Style) -> Bool {
        Console.err("")
        for line in page(forecast, settings, style) { Console.err(line) }
        for notice in forecast.notices { Console.err("  \(NoticeText(style).line(notice))") }
        for line in forecast.damage {
            Console.err("  \(style.yellow("!")) \(DisplayText.oneLine(line, limit: 400))")
        }
        for question in forecast.questions {
            Console.err("  \(style.yellow("!")) \(DisplayText.oneLine(question.problem, limit: 1_000))")
            Console.err("    \(DisplayText.oneLine(question.remedy, limit: 1_000))")
        }
        return agrees(forecast.testRecipient == nil ? "Send? [y/N] " : "Send the test? [y/N] ")
    }

    /// Asks what to do with edited rows of recipients who were already served.
    static func askEdited(_ count: Int) -> EditedRowsChoice {
        Console.err(
            """

            \(Numbers.count(count, "recipient")) already got something from this file, and the row changed since.
              s  send the new version as a second message
              l  leave these rows out
              n  send nothing (default)
            """)
        switch answer("What shall be done? [s/l/N] ") {
        case "s": return .resend
        case "l": return .keepServed
        default: return .refuse
        }
    }

    /// Whether the answer to a question is yes.
    static func agrees(_ question: String) -> Bool { ["y", "yes"].contains(answer(question)) }

    /// Whether the input of answers has come to its end, so that none can follow.
    static var hasEnded: Bool { ended.load(ordering: .acquiring) }

    /// The answer to a question, in lower case and without blanks around it; empty at the end of the input.
    static func answer(_ question: String) -> String {
        // First, so that no signal can come between the question and this.
        asking.store(true, ordering: .releasing)
        defer { asking.store(false, ordering: .releasing) }
        Console.ask(question)
        guard let line = readLine() else {
            // The end of the input leaves the cursor behind the question.
            Console.err("")
            ended.store(true, ordering: .releasing)
            return ""
        }
        return line.trimmingCharacters(in: .whitespaces).lowercased()
    }

    private static func page(_ forecast: RunForecast, _ settings: RunSettings, _ style: Style) -> [String] {
        var lines: [String] = []
        if let user = forecast.testRecipient {
            let name = DisplayText.revealed(user)
            lines.append(
                style.bold("A test: everything goes to “\(name)” on \(forecast.site), nothing to the recipients."))
        } else {
            lines.append(style.bold("About to send to \(forecast.site)"))
        }
        lines.append("  messages  \(style.bold(Numbers.grouped(forecast.toSend))) to go\(state(forecast.counts))")
        if let batch = settings.batch, !batch.isEmpty { lines.append("  batch     \(DisplayText.oneLine(batch))") }
        lines += ExclusionText.lines(forecast.exclusion, label: "  exclude   ")
        if let senders = senders(forecast) { lines.append("  from      \(senders)") }
        if let first = forecast.first {
            let rows = first.message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let text = DisplayText.oneLine(rows.joined(separator: " ↵ "), limit: 100)
            let file = first.attachment.map { " [\(DisplayText.oneLine($0.fileName, limit: 60))]" } ?? ""
            lines.append("  first     to \(DisplayText.revealed(first.user, limit: 60)): \(text)\(file)")
        }
        lines.append("  time      \(timing(forecast, settings))")
        return lines
    }

    /// `, 3,000 already sent, 4 unknown` of a batch that was begun before.
    private static func state(_ counts: PlanCounts) -> String {
        let known = [
            (counts.states[.sent, default: 0], "already sent"),
            (counts.states[.unknown, default: 0], "unknown, which stay as they are"),
            (counts.excluded, "excluded"), (counts.invalid, "invalid, which stay behind"),
        ]
        return known.filter { $0.0 > 0 }.map { ", \(Numbers.grouped($0.0)) \($0.1)" }.joined()
    }

    private static func senders(_ forecast: RunForecast) -> String? {
        guard let census = forecast.senders, census.count > 0 else {
            return forecast.first.map { "\(DisplayText.revealed($0.sender, limit: 60)) (the first message)" }
        }
        let names = census.names.map { DisplayText.revealed($0, limit: 60) }.joined(separator: ", ")
        let others = census.count - census.names.count
        return others > 0 ? "\(names) and \(Numbers.count(others, "other sender"))" : names
    }

    /// Without a limit only the site sets the pace.
    private static func timing(_ forecast: RunForecast, _ settings: RunSettings) -> String {
        let (delivery, now) = (settings.delivery, WallClock.milliseconds)
        if delivery.rate != nil || delivery.calendar.perDay != nil, let timing = forecast.timing { return timing }
        if delivery.adaptsConcurrency {
            let start = delivery.calendar.startText(at: now).map { $0 + ", " } ?? ""
            return start + "as fast as the site answers, as many at a time as it takes"
        }
        return SendingForecast(
            guessing: forecast.toSend, atATime: max(1, forecast.concurrency), calendar: delivery.calendar, from: now
        ).text
    }
}
