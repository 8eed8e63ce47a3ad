import BatchEngine
import BatchModel
import GrupoAPI
import Text

/// A run's events as lines for people; text from the site is made safe.
enum EventText {
    static func result(row: Int, _ result: AttemptResult, retryIn: Duration?) -> String {
        var line = "row \(row): \(result.outcome.words)"
        if let key = result.errorKey { line += " \(DisplayText.oneLine(key))" }
        if let message = result.errorMessage { line += " (\(DisplayText.oneLine(message)))" }
        return line + (retryIn.map { ", tried again in \($0.text)" } ?? "")
    }

    static func doubted(row: Int) -> String {
        "row \(row): unknown after all \(ClientErrorKey.unaskedReply.rawValue) (\(ClientErrorKey.unaskedReply.meaning))"
    }

    static func notice(_ notice: AttemptResult.Notice) -> String {
        switch notice {
        case .textBeforeJSON:
            "Warning: the site prints text before its JSON (a PHP warning?); switch display_errors off there."
        case .errorMessageBesideSuccess:
            "Warning: the site says success and gives an error_message beside it; the report keeps the message."
        case .unaskedReply:
            "Warning: the site sent a reply that nobody asked for. From now on every message gets a connection of its own, and "
                + "rows whose answer may be another's are unknown."
        }
    }

    static func waiting(_ reason: WaitReason, for span: Duration, until clock: String) -> String {
        // A tenth of a second is nothing to count down by.
        let left = span < .seconds(1) ? span : span.wholeSeconds
        let time = span < .seconds(120) ? left.text : "\(left.text), until \(clock)"
        return switch reason {
        case .others: "the other senders have what is left, or go ahead"
        case .rate: "next by the rate in \(time)"
        case .retryAfter: "the site asks to wait \(time)"
        case .backoff: "trying again in \(time)"
        case .siteDown: "site down, next look in \(time)"
        case .startTime: "waiting for the start in \(time)"
        case .window: "outside the sending window for \(time)"
        case .dailyQuota: "the day's quota is used up for \(time)"
        }
    }

    /// Why `--concurrency auto` has the window it has.
    static func move(_ move: ConcurrencyController.Move) -> String {
        let way = "\(move.to) at a time (\(move.to > move.from ? "up" : "down") from \(move.from)):"
        return switch move.cause {
        case .keepsUp: "\(way) the site keeps up"
        case .status(let status): "\(way) the site answered HTTP \(status)"
        case .timeout: "\(way) the site did not answer in time"
        case .slow(let factor): "\(way) answers take \(Int(factor * 10) / 10).\(Int(factor * 10) % 10) times as long"
        }
    }

    /// What to say at once of a run that begins to stop; nil where the end says it, which waits for sends in flight only.
    static func stopping(_ reason: StopReason) -> String? {
        guard case .interrupted(let signal) = reason else { return nil }
        let beginning = signal == StopSignal.fromPage ? "Stopping, from the live page:" : "Stopping:"
        return
            "\(beginning) nothing new is started, sends in flight finish. \(signal == StopSignal.fromPage ? "Ctrl-C leaves at once." : "Once more to leave at once.")"
    }
}
