import BatchEngine
import BatchModel

/// The question before messages leave.
enum Confirmation {
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
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
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
        switch readLine()?.lowercased() {
        case "s": return .resend
        case "l": return .keepServed
        default: return .refuse
        }
    }
}
