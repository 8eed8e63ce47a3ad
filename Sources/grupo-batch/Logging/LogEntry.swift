import BatchEngine
import BatchModel
import GrupoAPI
import Logging
import Manifests
import Reporting
import Text

/// One event as it is logged; has no place for a message's text or the secret key.
struct LogEntry: Sendable {
    var level: Logger.Level
    /// What happened, always the same words for the same thing.
    var name: String
    /// The same for people; nil for what they are told anyhow.
    var text: String?
    var fields: Logger.Metadata

    init(_ level: Logger.Level, _ name: String, text: String? = nil, _ fields: Logger.Metadata) {
        self.level = level
        self.name = name
        self.text = text
        self.fields = fields
    }

    /// What happened while sending; nil for what only the progress needs.
    init?(_ event: RunEvent) {
        switch event {
        case .settled(let row, let attempt, let result, let previous, let retryIn):
            self.init(row, attempt, result, previous, retryIn)
        case .doubted(let row, let previous, _):
            self.init(
                .warning, "doubted", text: EventText.doubted(row: row),
                [
                    "row": .number(row), "outcome": .string(Outcome.unknown.rawValue),
                    "previous": .string(previous.rawValue),
                    "error_key": .string(ClientErrorKey.unaskedReply.rawValue),
                ])
        case .committed(let results, let claims, let took):
            self.init(
                .debug, "committed", text: "committed \(results) results, \(claims) claims in \(took.text)",
                ["results": .number(results), "claims": .number(claims), "duration_ms": .number(took.milliseconds)])
        case .waiting(let reason, let span, let clock):
            self.init(
                .debug, "waiting", text: "waiting: \(EventText.waiting(reason, for: span, until: clock))",
                ["reason": .string(reason.rawValue), "for_ms": .number(span.milliseconds)])
        case .resumed: self.init(.debug, "resumed", text: "going on", [:])
        case .paused: self.init(.info, "paused", text: "paused", [:])
        case .wentOn: self.init(.info, "went_on", text: "going on after the pause", [:])
        case .windowMoved(let move):
            self.init(
                .debug, "concurrency_moved", text: EventText.move(move),
                ["from": .number(move.from), "to": .number(move.to), "reason": .string(EventText.move(move))])
        case .senders(let count):
            self.init(.info, "senders", text: "\(Numbers.count(count, "sender")) at work", ["senders": .number(count)])
        case .probed(let reachable):
            self.init(
                .debug, "probed", text: reachable ? "the site is back" : "the site is still down",
                ["reachable": .stringConvertible(reachable)])
        case .notice(let notice): self.init(.warning, "notice", ["notice": .string(notice.rawValue)])
        case .stopping(let reason): self.init(.warning, "stopping", ["reason": .string(reason.explanation)])
        case .inFlight: return nil
        }
    }

    private init(_ row: Int, _ attempt: Int, _ result: AttemptResult, _ previous: Outcome, _ retryIn: Duration?) {
        var fields: Logger.Metadata = [
            "row": .number(row), "attempt": .number(attempt), "outcome": .string(result.outcome.rawValue),
            "duration_ms": .number(result.duration.milliseconds),
        ]
        if let status = result.httpStatus { fields["http_status"] = .number(status) }
        if let key = result.errorKey { fields["error_key"] = .string(key) }
        if let message = result.errorMessage { fields["error_message"] = .string(message) }
        if let wait = result.retryAfter { fields["retry_after_ms"] = .number(wait.milliseconds) }
        if let retryIn { fields["retry_in_ms"] = .number(retryIn.milliseconds) }
        if previous != .pending { fields["previous"] = .string(previous.rawValue) }
        let level: Logger.Level = retryIn != nil ? .debug : result.outcome == .sent ? .info : .warning
        let text = EventText.result(row: row, result, retryIn: retryIn)
        self.init(level, retryIn == nil ? "settled" : "attempted", text: text, fields)
    }

    /// The manifest was checked.
    static func checked(_ check: ManifestCheck, plan: PlanDigest) -> LogEntry {
        LogEntry(
            check.isValid ? .info : .warning, "checked",
            [
                "rows": .number(check.rows), "valid": .number(check.valid), "invalid": .number(check.invalid),
                "problems": .number(check.errorCount), "plan": .string(plan.description),
            ])
    }

    /// Something was worth knowing before the first message left.
    static func notice(_ notice: RunNotice) -> LogEntry {
        LogEntry(.warning, "notice", ["notice": .string(notice.code.rawValue), "problem": .string(notice.problem)])
    }

    /// Sending begins.
    static func began(_ forecast: RunForecast, _ settings: RunSettings) -> LogEntry {
        var fields: Logger.Metadata = [
            "manifest": .string(settings.manifestArgument), "site": .string(forecast.site),
            "to_send": .number(forecast.toSend), "concurrency": .number(forecast.concurrency),
            "program": .string("grupo-batch \(Version.number)"), "recovered": .number(forecast.recovered),
            "test": .stringConvertible(forecast.testRecipient != nil),
        ]
        if let batch = settings.batch { fields["batch"] = .string(batch) }
        return LogEntry(.info, "run_began", fields)
    }

    /// The run has ended, its report is written.
    static func ended(_ summary: RunSummary, _ end: RunEnd) -> LogEntry {
        var fields: Logger.Metadata = [
            "exit_code": .number(end.code), "attempts": .number(summary.tried),
            "duration_ms": .number(summary.duration.milliseconds),
            "counts": .dictionary(JSONText.counts(summary.tally).mapValues { .number($0) }),
        ]
        if let stop = summary.stop { fields["stopped"] = .string(stop.explanation) }
        if !summary.reports.isEmpty { fields["reports"] = .array(summary.reports.map { .string($0) }) }
        return LogEntry(end == .complete ? .info : .warning, "run_ended", fields)
    }

    /// The command ended early.
    static func failed(_ failure: Failure) -> LogEntry {
        LogEntry(
            .error, "failed", ["exit_code": .number(failure.status.rawValue), "reason": .string(failure.description)])
    }
}

extension Logger.MetadataValue {
    /// A number that stays one in JSON.
    fileprivate static func number(_ value: some BinaryInteger & Sendable & CustomStringConvertible) -> Self {
        .stringConvertible(value)
    }
}
