import BatchEngine
import BatchModel
import Foundation
import Synchronization

/// The question before messages leave.
enum Confirmation {
    private static let asking = Atomic(false)

    /// Whether a question waits for its answer.
    static var isAsking: Bool { asking.load(ordering: .acquiring) }

    /// Ends the program at its prompt, as a signal asks for.
    static func leave(signal: Int32) -> Never {
        Console.err("\nInterrupted; nothing was sent.")
        Foundation.exit(ExitStatus(signal: signal).rawValue)
    }

    private static func answer() -> String {
        asking.store(true, ordering: .releasing)
        defer { asking.store(false, ordering: .releasing) }
        return readLine()?.lowercased() ?? ""
    }

    /// Says whether a run may go on: asks on a terminal, unless the user said yes beforehand.
    static func ask(_ forecast: RunForecast, style: Style) -> Bool {
        Console.err("")
        let known = forecast.counts.states[.sent, default: 0]
        let done = known > 0 ? " (\(Numbers.grouped(known)) already sent)" : ""
        Console.err("  \(style.bold(Numbers.count(forecast.toSend, "message")))\(done) to \(style.bold(forecast.site))")
        if let first = forecast.first {
            let text = DisplayText.oneLine(first.message, limit: 100)
            Console.err(
                "  first: from \(DisplayText.oneLine(first.sender)) to \(DisplayText.oneLine(first.user)): \(text)")
        }
        if let timing = forecast.timing { Console.err("  \(timing)") }
        Console.raw("Send? [y/N] ", toError: true)
        return ["y", "yes"].contains(answer())
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
        Console.raw("What shall be done? [s/l/N] ", toError: true)
        switch answer() {
        case "s": return .resend
        case "l": return .keepServed
        default: return .refuse
        }
    }
}
