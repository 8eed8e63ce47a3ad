import BatchModel
import GrupoAPI
import Text

/// Why a run ended before its last row.
public enum StopReason: Sendable, Hashable, Codable {
    /// The site's answers say that address, key or site are not what was meant.
    case siteFault(AttemptResult.SiteFault, inARow: Int)
    /// No connection, and nothing of this batch was ever sent.
    case unreachable(String)
    /// The same refusal again and again, and nothing of this batch was ever sent.
    case refusals(key: String, message: String?, count: Int)
    /// The same refusal again and again after messages were accepted.
    case refusalsSinceSuccess(key: String, message: String?, count: Int)
    /// The site took messages and answered none of them.
    case silence(count: Int)
    /// A key the configuration names as fatal.
    case fatalErrorKey(String, message: String?)
    /// The same unknown or not-sent result again and again.
    case identicalFailures(key: String, message: String?, count: Int, status: Int? = nil)
    /// Unknown or not-sent results of several kinds, one after the other, and the last of them in words.
    case failures(count: Int, last: String)
    /// `--stop-after` was reached; `of` is the size of the window for a share.
    case errorBudget(failed: Int, of: Int?)
    /// The site went away after a success and did not come back in time.
    case siteDown(after: Duration)
    /// The site asked for a longer wait than the user allows.
    case retryAfter(Duration)
    /// The manifest or its attachments changed while they were being sent.
    case inputChanged(String)
    /// The manifest or its attachments could not be read any more, and why.
    case inputUnreadable(String)
    /// A signal asked the run to end.
    case interrupted(signal: Int32)
    /// The ledger could not be written.
    case ledgerFailed(String)
    /// Somebody had this sender leave the others who send the same.
    case drained
    /// Somebody ended the run for all who send it.
    case fleetStopped
    /// There was nothing left for this sender, and others go on.
    case leftIdle

    /// What happened, in one sentence.
    public var explanation: String {
        switch self {
        case .siteFault(let fault, let count): Self.explain(fault, count)
        case .unreachable(let why): "The site could not be reached: \(DisplayText.oneLine(why))."
        case .refusals(let key, let message, let count):
            "The site rejected \(Self.inARow(count)) with \(Self.quote(key, message)), and none was sent."
        case .refusalsSinceSuccess(let key, let message, let count):
            "The site rejected \(Self.inARow(count)) with \(Self.quote(key, message)), after others were sent."
        case .silence(1): "The site did not answer."
        case .silence(let count): "The site did not answer \(count) messages in a row."
        case .fatalErrorKey(let key, let message):
            "The site answered \(Self.quote(key, message)), which fatal_error_keys names."
        case .identicalFailures(let key, let message, let count, _):
            "\(count) rows in a row ended the same way: \(Self.quote(key, message))."
        case .failures(let count, let last):
            "\(count) rows in a row failed in different ways, the last one so: \(DisplayText.oneLine(last))"
        case .errorBudget(let failed, let window?):
            "\(failed) of the last \(window) rows failed (\(option: .stopAfter))."
        case .errorBudget(let failed, nil): "\(Self.rows(failed)) failed (\(option: .stopAfter))."
        case .siteDown(let span): "The site went down and did not come back within \(span.text)."
        case .retryAfter(let span): "The site asks everyone to wait for \(span.text)."
        case .inputChanged(let what): "\(what) changed while it was being sent."
        case .inputUnreadable(let why): "Your list could not be read to its end: \(DisplayText.oneLine(why))"
        case .interrupted(StopSignal.fromPage): "Ended from the live page."
        case .interrupted(let signal): "Interrupted by \(Self.name(ofSignal: signal))."
        case .ledgerFailed(let why): "The ledger could not be written: \(why)."
        case .drained: "This sender was asked to leave (fleet \(option: .drain)); others may go on."
        case .fleetStopped: "The run was ended for all its senders (fleet \(option: .stop))."
        case .leftIdle: "Nothing was left for this sender, and others finish the rest (\(option: .leaveWhenIdle))."
        }
    }

    /// What to do about it, in the imperative.
    public var remedy: String {
        switch self {
        case .siteFault(let fault, _): Self.remedy(fault)
        case .unreachable:
            """
            Check the site's address, your connection, the proxy if there is one and, for a certificate that is not a public \
            one, \(option: .caFile); then run the same command again.
            """
        case _ where isOfSecretKey:
            "The site did not accept the secret key. Put it right, then run the same command again."
        case .refusals, .fatalErrorKey:
            """
            Check the secret key and the sender, then run the same command again; if “\(errorKey ?? "")” concerns these \
            recipients only, name it in recipient_error_keys.
            """
        case .refusalsSinceSuccess:
            """
            \(isWordOfSecretKey ? "The site did not accept the secret key: put it right." : Self.changedSettings) If the error key concerns \
            single recipients, name it in recipient_error_keys; refusals_in_a_row changes the number, or switches this off. Then run \
            the same command again: it begins with one row.
            """
        case .silence:
            """
            See whether the site's program runs (web server, PHP, database) and which of the unknown rows it has; if it is \
            only slow, raise \(option: .timeout). Then run the same command again.
            """
        case .identicalFailures(let key, _, _, _) where key.hasPrefix("client.attachment_"):
            "Put the attachments back as they were checked, then run the same command again."
        case .identicalFailures(_, _, _, 429), .identicalFailures(_, _, _, 503):
            "Send slower, with \(option: .rate) or a lower \(option: .concurrency), or later; more \(option: .retries) help where it passes quickly."
        case .identicalFailures(ClientErrorKey.timeout.rawValue, _, _, _):
            "See why the site is so slow; raise \(option: .timeout), or lower \(option: .concurrency), then run the same command again."
        case .identicalFailures, .failures: "Look at the site's own log, then run the same command again."
        case .errorBudget:
            "Look at the report, mend the rows or raise \(option: .stopAfter), then run the same command again."
        case .siteDown: "Run the same command again when the site is back, or raise \(option: .giveUpAfter)."
        case .retryAfter(let span): "Run the same command again after \(span.text), or raise \(option: .giveUpAfter)."
        case .inputChanged: "Run the same command again: only what was not sent is sent."
        case .inputUnreadable: "Make it readable, then run the same command again: it continues."
        case .interrupted, .drained, .fleetStopped, .leftIdle: "The same command continues."
        case .ledgerFailed:
            "Free space or repair the disk, or see to the ledger's server, then run the same command again: it continues."
        }
    }

    private static let changedSettings =
        "If the secret key, the sender or the site's settings were changed, put that right."

    static func name(ofSignal number: Int32) -> String {
        switch number {
        case 1: "the end of its terminal (SIGHUP)"
        case 2: "Ctrl-C (SIGINT)"
        case 15: "SIGTERM"
        default: "signal \(number)"
        }
    }

    private static func inARow(_ messages: Int) -> String {
        messages == 1 ? "1 message" : "\(messages) messages in a row"
    }

    private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

    private static func quote(_ key: String, _ message: String?) -> String {
        let shown = DisplayText.oneLine(key.isEmpty ? "no error_key" : key)
        guard let message, !message.isEmpty else { return "“\(shown)”" }
        return "“\(shown)” (\(DisplayText.oneLine(message)))"
    }

    private static func explain(_ fault: AttemptResult.SiteFault, _ count: Int) -> String {
        let times = count > 1 ? " \(count) times in a row" : ""
        switch fault {
        case .redirect(let target):
            let place = target.map { " to \(DisplayText.oneLine($0))" } ?? ""
            return "The site answered with a redirect\(place)\(times), which was not followed."
        case .refusedStatus(let status): return "The site answered with status \(status)\(times)."
        case .notJSON(challenge: true): return "A protection service answered with a challenge page\(times)."
        case .notJSON(challenge: false): return "The site's answer is not the API's JSON\(times)."
        case .noVerdict: return "The site's JSON says neither yes nor no in `success`\(times)."
        case .unreachable: return "The site could not be reached."
        case .tooLarge(let limit?): return "The site takes no request above \(limit) bytes (PHP's post_max_size)."
        case .tooLarge(nil): return "The site takes no request of this size."
        }
    }

    private static func remedy(_ fault: AttemptResult.SiteFault) -> String {
        switch fault {
        case .redirect: "Give the address the site redirects to as \(option: .site) (often https:// or with www.)."
        case .refusedStatus(500): "The site's program failed: look at PHP's error log, then run the same command again."
        case .refusedStatus(503):
            """
            The site is overloaded, in maintenance, or limits how fast you may send: run the same command again later, with \
            \(option: .rate) or a lower \(option: .concurrency).
            """
        case .refusedStatus(500...):
            """
            The web server is there, but PHP behind it did not answer (a restart, an overload or a crash): look at the error \
            log, then run the same command again. If this status proves that nothing was stored, name it with \
            \(option: .notSentStatuses).
            """
        case .refusedStatus: "Check the address given as \(option: .site) and that the site's API is switched on."
        case .notJSON(challenge: true): "Let this machine through the protection service, then run again."
        case .notJSON(challenge: false): "Check that \(option: .site) is the address of the Grupo site itself."
        case .noVerdict:
            "Read its answer in the report; if it means yes by another value, name that with \(option: .successValues)."
        case .unreachable: "Check the site's address and your connection."
        case .tooLarge:
            "Lower \(option: .maxAttachmentSize) to the site's limit (upload_max_filesize, post_max_size, client_max_body_size)."
        }
    }
}
