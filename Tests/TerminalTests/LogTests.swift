import BatchModel
import Foundation
import GrupoAPI
import Logging
import Testing

@testable import BatchEngine
@testable import grupo_batch

@Suite("Lines of the log")
struct LogTests {
    private func object(_ entry: LogEntry) throws -> [String: Any] {
        let line = JSONLines.line(
            entry.level, entry.name, entry.fields.merging([JSONLines.time: .stringConvertible(Int64(1_000))]) { $1 })
        #expect(line.hasPrefix(#"{"time":"1970-01-01T00:00:01.000Z","level":"#))
        #expect(!line.unicodeScalars.contains(where: DisplayText.isHarmful), "\(line)")
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("A result has row, attempt, outcome, key, status and time, as JSON's own types")
    func result() throws {
        let result = AttemptResult(
            .rejected, errorKey: "no_such_user", errorMessage: "We do not know \"ann\"", httpStatus: 200,
            duration: .milliseconds(31))
        let event = RunEvent.settled(row: 7, attempt: 2, result: result, previous: .notSent, retryIn: nil)
        let entry = try #require(LogEntry(event))
        let object = try object(entry)
        #expect(object["level"] as? String == "warning")
        #expect(object["event"] as? String == "settled")
        #expect(object["row"] as? Int == 7)
        #expect(object["attempt"] as? Int == 2)
        #expect(object["outcome"] as? String == "rejected")
        #expect(object["error_key"] as? String == "no_such_user")
        #expect(object["error_message"] as? String == "We do not know \"ann\"")
        #expect(object["http_status"] as? Int == 200)
        #expect(object["duration_ms"] as? Int == 31)
        #expect(object["previous"] as? String == "not_sent")
    }

    @Test("An attempt that is made again is no result yet")
    func attempt() throws {
        let event = RunEvent.settled(
            row: 7, attempt: 1, result: AttemptResult(.notSent, retryAfter: .seconds(3)), previous: .pending,
            retryIn: .seconds(4))
        let entry = try #require(LogEntry(event))
        #expect(entry.level == .debug)
        let object = try object(entry)
        #expect(object["event"] as? String == "attempted")
        #expect(object["retry_in_ms"] as? Int == 4_000)
        #expect(object["retry_after_ms"] as? Int == 3_000)
        #expect(entry.text == "row 7: not sent, tried again in 4 s")
    }

    @Test("Control, escape and bidirectional characters and line breaks of the site stay out, at any length")
    func hostile() throws {
        let text =
            "\u{1B}[2J\u{9B}31m\n{\"time\":\"forged\"}\u{202E}\u{2028}\\\"" + String(repeating: "x", count: 100_000)
        let result = AttemptResult(.rejected, errorKey: text, errorMessage: text)
        let event = RunEvent.settled(row: 2, attempt: 1, result: result, previous: .pending, retryIn: nil)
        let entry = try #require(LogEntry(event))
        let key = try #require(try object(entry)["error_key"] as? String)
        #expect(key.count < 1_100)
        #expect(key.contains("\\\"xxx"))
        #expect(!(try #require(entry.text)).unicodeScalars.contains(where: DisplayText.isHarmful))
    }

    @Test("What else happens is logged with its reason")
    func others() throws {
        let wait = try object(
            try #require(LogEntry(.waiting(.retryAfter, for: .seconds(5), until: "09:00"))))
        #expect(wait["reason"] as? String == "retryAfter")
        #expect(wait["for_ms"] as? Int == 5_000)
        let commit = try object(
            try #require(LogEntry(.committed(results: 4, claims: 3, took: .milliseconds(2)))))
        #expect(commit["results"] as? Int == 4)
        #expect(commit["claims"] as? Int == 3)
        let probe = try object(try #require(LogEntry(.probed(reachable: false))))
        #expect(probe["reachable"] as? Bool == false)
        let stop = try object(try #require(LogEntry(.stopping(.siteDown(after: .seconds(600))))))
        #expect((stop["reason"] as? String)?.contains("did not come back") ?? false)
        #expect(LogEntry(.inFlight(1, limit: 4)) == nil)
    }

    @Test("A gap says how many events are missing")
    func gap() throws {
        let gap = JSONLines.gap(12)
        #expect(gap.hasPrefix(LogFile.start))
        #expect(gap.hasSuffix(#""event":"log_gap","lost":12}"#))
    }
}
