import BatchEngine
import BatchModel
import GrupoAPI
import Testing

@testable import grupo_batch

@Suite("The numbers of a run")
struct RunMetricsTests {
    private static func pending(_ rows: Int) -> BatchTally {
        var tally = BatchTally()
        tally[.pending] = rows
        return tally
    }

    private static func settled(
        _ row: Int, _ verdict: AttemptResult.Verdict, _ key: String? = nil, attempt: Int = 1, retryIn: Duration? = nil
    ) -> RunEvent {
        .settled(
            row: row, attempt: attempt, result: AttemptResult(verdict, errorKey: key), previous: .pending,
            retryIn: retryIn)
    }

    /// The number that a line begins with a name.
    private func number(_ name: String, in text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix("grupo_batch_\(name) ") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }

    @Test("A row counts once, when it has ended, however often it is tried")
    func retried() {
        var metrics = RunMetrics(Self.pending(2))
        metrics.take(Self.settled(2, .notSent, "client.timeout", retryIn: .seconds(1)))
        #expect(number("rows{outcome=\"pending\"}", in: metrics.text(at: .seconds(1), leaseLeft: nil)) == 2)
        metrics.take(Self.settled(2, .sent, attempt: 2))
        let text = metrics.text(at: .seconds(3), leaseLeft: nil)
        #expect(number("rows{outcome=\"pending\"}", in: text) == 1)
        #expect(number("rows{outcome=\"sent\"}", in: text) == 1)
        #expect(number("attempts_total", in: text) == 2)
        #expect(number("attempts_per_second", in: text) == 0.5)
        #expect(!text.contains("errors_total{"))
    }

    @Test("A row that is doubted is unknown, whether it was done with or waited to be tried again")
    func doubted() {
        var metrics = RunMetrics(Self.pending(2))
        metrics.take(Self.settled(2, .sent))
        metrics.take(.doubted(row: 2, previous: .sent, isRetry: false))
        metrics.take(Self.settled(3, .notSent, "k", retryIn: .seconds(1)))
        metrics.take(.doubted(row: 3, previous: .notSent, isRetry: true))
        let text = metrics.text(at: .seconds(1), leaseLeft: nil)
        #expect(number("rows{outcome=\"unknown\"}", in: text) == 2)
        #expect(number("rows{outcome=\"pending\"}", in: text) == 0)
        #expect(number("errors_total{error_key=\"client.unasked_reply\"}", in: text) == 2)
    }

    @Test("A site with a key for every row gets no line for every row")
    func manyKeys() {
        var metrics = RunMetrics(Self.pending(100))
        for row in 0..<100 { metrics.take(Self.settled(row, .rejected, "key\(row)")) }
        let text = metrics.text(at: .seconds(1), leaseLeft: nil)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("grupo_batch_errors_total{") } == 65)
        #expect(number("errors_total{error_key=\"(other)\"}", in: text) == 36)
    }

    @Test("A lease is told where there is one, and the end of the run")
    func lease() {
        var metrics = RunMetrics(BatchTally())
        #expect(number("lease_seconds", in: metrics.text(at: .zero, leaseLeft: nil)) == nil)
        #expect(number("lease_seconds", in: metrics.text(at: .zero, leaseLeft: .milliseconds(1_500))) == 1.5)
        #expect(number("running", in: metrics.text(at: .zero, leaseLeft: nil)) == 1)
        metrics.take(.inFlight(3, limit: 8))
        metrics.end()
        let text = metrics.text(at: .zero, leaseLeft: nil)
        #expect(number("running", in: text) == 0 && number("in_flight", in: text) == 0)
        #expect(number("in_flight_limit", in: text) == 8)
    }
}
