import BatchEngine
import BatchModel
import GrupoAPI

/// What a run comes to in numbers, kept up to date by its events, in the text format of Prometheus. Pure: instants are given.
struct RunMetrics {
    /// The most error keys that are told apart: a site may have as many as it likes.
    private static let mostKeys = 64
    private static let otherKeys = "(other)"

    private var rows = BatchTally()
    private var errors: [String: Int] = [:]
    private var attempts = 0
    private var inFlight = 0
    private var limit = 0
    private var commits = 0
    private var commitTime = Duration.zero
    private var waiting: WaitReason?
    private var senders: Int?
    /// Rows that wait to be tried again, with what they were before the run.
    private var retries: [Int: Outcome] = [:]
    private var counted = (attempts: 0, at: Duration?.none)
    private var isRunning = true

    /// Begins with where the plan's rows stand.
    init(_ rows: BatchTally) { self.rows = rows }

    /// Takes note of an event.
    mutating func take(_ event: RunEvent) {
        switch event {
        case .settled(let row, let attempt, let result, let previous, let retryIn):
            inFlight = max(0, inFlight - 1)
            if attempt > 0 { attempts += 1 }
            guard retryIn == nil else {
                retries[row] = retries[row] ?? previous
                return
            }
            rows.move(from: retries.removeValue(forKey: row) ?? previous, to: result.outcome)
            if result.outcome != .sent, let key = result.errorKey { count(key) }
        case .doubted(let row, let previous, let isRetry):
            rows.move(from: isRetry ? retries.removeValue(forKey: row) ?? previous : previous, to: .unknown)
            count(ClientErrorKey.unaskedReply.rawValue)
        case .committed(_, _, let took):
            commits += 1
            commitTime += took
        case .inFlight(let count, let most):
            (inFlight, limit) = (count, most)
            waiting = nil
        case .waiting(let reason, _, _): waiting = reason
        case .resumed: waiting = nil
        case .senders(let count): senders = count
        case .windowMoved(let move): limit = move.to
        case .probed, .notice, .stopping, .paused, .wentOn: break
        }
    }

    /// The run is over.
    mutating func end() { (isRunning, inFlight, waiting) = (false, 0, nil) }

    private mutating func count(_ key: String) {
        let isKnown = errors[key] != nil || errors.count < Self.mostKeys
        errors[isKnown ? key : Self.otherKeys, default: 0] += 1
    }

    /// The text at an instant; the rate is that since the last text. `leaseLeft` is how long the ledger lets messages be begun, where it
    /// has a lease.
    mutating func text(at now: Duration, leaseLeft: Duration?) -> String {
        let span = counted.at.map { now - $0 } ?? .zero
        let rate = span > .zero ? Double(attempts - counted.attempts) / span.inSeconds : 0
        counted = (attempts, now)
        var page = MetricsPage()
        page.add(
            "rows", "gauge", "Rows of the list by outcome.",
            Outcome.allCases.map { ("outcome", $0.rawValue, Double(rows[$0])) })
        page.add(
            "errors_total", "counter", "Rows that ended in this run with an error key.",
            errors.sorted { $0.key < $1.key }.map { ("error_key", $0.key, Double($0.value)) })
        page.add("attempts_total", "counter", "Attempts that ended in this run.", Double(attempts))
        page.add("attempts_per_second", "gauge", "Attempts that ended a second, lately.", rate)
        page.add("in_flight", "gauge", "Messages on their way.", Double(inFlight))
        page.add("in_flight_limit", "gauge", "Most messages on their way at once.", Double(limit))
        page.add("commits_total", "counter", "Commits of the ledger.", Double(commits))
        page.add("commit_seconds_total", "counter", "Time that these commits took.", commitTime.inSeconds)
        page.add(
            "waiting", "gauge", "Why nothing is begun now.", waiting.map { [("reason", $0.rawValue, 1)] } ?? [])
        if let leaseLeft {
            page.add(
                "lease_seconds", "gauge", "How long messages may be begun unless the ledger is heard of.",
                leaseLeft.inSeconds)
        }
        if let senders {
            page.add("members", "gauge", "Senders at work on the run, this one among them.", Double(senders))
        }
        page.add("running", "gauge", "Whether the run goes on.", isRunning ? 1 : 0)
        return page.text
    }
}

/// Puts samples together: https://prometheus.io/docs/instrumenting/exposition_formats/
private struct MetricsPage {
    private(set) var text = ""

    mutating func add(_ name: String, _ type: String, _ help: String, _ value: Double) {
        head(name, type, help)
        text += "grupo_batch_\(name) \(Self.number(value))\n"
    }

    mutating func add(
        _ name: String, _ type: String, _ help: String, _ samples: [(label: String, value: String, number: Double)]
    ) {
        head(name, type, help)
        for sample in samples {
            let value = sample.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
                "\n", with: "\\n")
            text += "grupo_batch_\(name){\(sample.label)=\"\(value)\"} \(Self.number(sample.number))\n"
        }
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP grupo_batch_\(name) \(help)\n# TYPE grupo_batch_\(name) \(type)\n"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
