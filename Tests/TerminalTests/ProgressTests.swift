import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine
@testable import grupo_batch

@Suite("What progress says")
struct ProgressTests {
    private let look = ProgressLook(style: Style(.never, isTerminal: true), environment: [:])

    private func settled(_ row: Int, _ result: AttemptResult, attempt: Int = 1, retryIn: Duration? = nil) -> RunEvent {
        .settled(row: row, attempt: attempt, result: result, previous: .pending, retryIn: retryIn)
    }

    /// A run of 1,000 rows, 100 sent in 10 seconds.
    private func hundredSent() -> SendingProgress {
        var progress = SendingProgress(total: 1_000, at: .zero)
        for row in 0..<100 {
            progress.take(.inFlight(4, limit: 4), at: .milliseconds(row * 100))
            progress.take(settled(row, AttemptResult(.sent)), at: .milliseconds(row * 100 + 100))
        }
        progress.take(.inFlight(4, limit: 4), at: .seconds(10))
        return progress
    }

    @Test("The block has the bar, the counts, the places in use, the rate and the time left")
    func block() {
        let lines = hundredSent().block(at: .seconds(10), width: 100, look: look)
        #expect(
            lines == [
                "###-----------------------------  10%  100 of 1,000  10/s  1 min 30 s left",
                "100 sent  4 of 4 in flight",
            ])
    }

    @Test("A plain line says the same")
    func line() {
        #expect(
            hundredSent().line(at: .seconds(10))
                == "100 of 1,000 rows (10%): 100 sent, 4 of 4 in flight, 10/s, 1 min 30 s left.")
    }

    @Test("Every outcome is counted, a row that is tried again only when it is done")
    func outcomes() {
        var progress = SendingProgress(total: 6, at: .zero)
        progress.take(.inFlight(4, limit: 4), at: .zero)
        progress.take(settled(2, AttemptResult(.sent)), at: .zero)
        progress.take(settled(3, AttemptResult(.rejected, errorKey: "no_such_user")), at: .zero)
        progress.take(settled(4, AttemptResult(.unknown, errorKey: "client.timeout")), at: .zero)
        progress.take(settled(5, AttemptResult(.notSent, errorKey: "x"), retryIn: .seconds(2)), at: .zero)
        #expect(
            progress.line(at: .zero)
                == "3 of 6 rows (50%): 1 sent, 1 rejected, 1 unknown, 1 waiting, 0 of 4 in flight.")
        progress.take(.inFlight(1, limit: 4), at: .zero)
        progress.take(settled(5, AttemptResult(.notSentSameAgain, errorKey: "x"), attempt: 2), at: .zero)
        #expect(
            progress.line(at: .zero)
                == "4 of 6 rows (66%): 1 sent, 1 rejected, 1 not sent, 1 unknown, 0 of 4 in flight."
        )
        #expect(progress.block(at: .zero, width: 100, look: look).last == "last problem: row 5: not sent x")
    }

    @Test(
        "The reason of a wait is told, with the clock where it is long",
        arguments: [
            (WaitReason.rate, "waiting: next by the rate in 30 s"),
            (.retryAfter, "waiting: the site asks to wait 30 s"),
            (.siteDown, "waiting: site down, next look in 30 s"),
            (.backoff, "waiting: trying again in 30 s"),
            (.window, "waiting: outside the sending window for 30 s"),
            (.dailyQuota, "waiting: the day's quota is used up for 30 s"),
        ])
    func waits(reason: WaitReason, words: String) {
        var progress = hundredSent()
        progress.take(.waiting(reason, for: .seconds(40), until: "09:00"), at: .seconds(10))
        let lines = progress.block(at: .seconds(20), width: 100, look: look)
        #expect(lines.last == words)
        #expect(!lines.joined().contains("left"), "nobody knows how long it takes while it waits")
        progress.take(.inFlight(4, limit: 4), at: .seconds(21))
        #expect(progress.block(at: .seconds(21), width: 100, look: look).count == 2)
    }

    @Test("After a long wait the speed is measured anew")
    func afterWait() {
        var progress = hundredSent()
        progress.take(.waiting(.window, for: .seconds(990), until: "09:00"), at: .seconds(10))
        progress.take(.resumed, at: .seconds(1_000))
        for row in 100..<140 {
            progress.take(.inFlight(4, limit: 4), at: .milliseconds(1_000_000 + (row - 100) * 100))
            progress.take(settled(row, AttemptResult(.sent)), at: .milliseconds(1_000_000 + (row - 99) * 100))
        }
        progress.take(.inFlight(4, limit: 4), at: .seconds(1_004))
        #expect(progress.line(at: .seconds(1_004)).hasSuffix("4 of 4 in flight, 10/s, 1 min 26 s left."))
    }

    @Test("A pause is told, nobody knows then how long it takes, and after it the speed is measured anew")
    func pause() {
        var progress = hundredSent()
        progress.take(.paused, at: .seconds(10))
        #expect(progress.isPaused)
        #expect(progress.block(at: .seconds(10), width: 100, look: look).last == "paused: 4 sends in flight to finish")
        for row in 100..<104 { progress.take(settled(row, AttemptResult(.sent)), at: .seconds(11)) }
        #expect(progress.line(at: .seconds(60)).hasSuffix(", paused."))
        #expect(!progress.line(at: .seconds(60)).contains("left"))
        progress.take(.wentOn, at: .seconds(1_000))
        for row in 104..<144 {
            progress.take(.inFlight(4, limit: 4), at: .milliseconds(1_000_000 + (row - 104) * 100))
            progress.take(settled(row, AttemptResult(.sent)), at: .milliseconds(1_000_000 + (row - 103) * 100))
        }
        progress.take(.inFlight(4, limit: 4), at: .seconds(1_004))
        #expect(!progress.isPaused)
        #expect(progress.line(at: .seconds(1_004)).contains("4 of 4 in flight, 10/s, 1 min 26 s left."))
    }

    @Test("The last problems are kept, the latest first, and no more than eight")
    func problems() {
        var progress = SendingProgress(total: 20, at: .zero)
        for row in 2..<14 { progress.take(settled(row, AttemptResult(.rejected, errorKey: "k\(row)")), at: .zero) }
        #expect(progress.problems == (6..<14).reversed().map { "row \($0): rejected k\($0)" })
    }

    @Test("A long wait names the time of day it ends")
    func longWait() {
        var progress = hundredSent()
        progress.take(.waiting(.window, for: .seconds(36_000), until: "Mon 09:00"), at: .seconds(10))
        #expect(
            progress.block(at: .seconds(10), width: 100, look: look).last
                == "waiting: outside the sending window for 10 h, until Mon 09:00")
    }

    @Test("A move of the automatic window says where from and why")
    func moves() {
        var progress = hundredSent()
        progress.take(.windowMoved(.init(from: 8, to: 5, cause: .status(503))), at: .seconds(10))
        let lines = progress.block(at: .seconds(10), width: 100, look: look)
        #expect(lines[1] == "100 sent  4 of 5 in flight")
        #expect(lines[2] == "5 at a time (down from 8): the site answered HTTP 503")
    }

    @Test("A run that stops says what it still waits for")
    func stopping() {
        var progress = hundredSent()
        progress.take(.stopping(.interrupted(signal: 2)), at: .seconds(10))
        #expect(
            progress.block(at: .seconds(10), width: 100, look: look).last == "stopping: 4 sends in flight to finish")
    }

    @Test(
        "No line of the block is wider than the terminal, whatever the site says", arguments: [1, 8, 20, 33, 60, 200])
    func neverWraps(width: Int) {
        var progress = hundredSent()
        let hostile = AttemptResult(
            .rejected, errorKey: "名簿にない\u{1B}[31m", errorMessage: String(repeating: "利用者がいません😀\n", count: 40))
        progress.take(settled(7, hostile), at: .seconds(10))
        progress.take(.waiting(.dailyQuota, for: .seconds(86_400), until: "tomorrow 00:00"), at: .seconds(10))
        let lines = progress.block(at: .seconds(11), width: width, look: look)
        #expect(lines.count == 4)
        for line in lines {
            #expect(DisplayWidth.columns(line) <= width)
            #expect(!line.unicodeScalars.contains(where: DisplayText.isHarmful))
        }
    }

    @Test("A check of unknown length counts rows, one of known length has a bar")
    func working() {
        var work = WorkProgress("Checking list.csv")
        #expect(work.block(at: .zero, width: 80, look: look) == ["Checking list.csv"])
        #expect(work.line(at: .zero) == "Checking list.csv.")
        work.take(rows: 0, share: nil, at: .zero)
        work.take(rows: 5_000, share: nil, at: .seconds(1))
        #expect(work.line(at: .seconds(1)) == "Checking list.csv: 5,000 rows, 5,000/s.")
        work.take(rows: 10_000, share: 0.25, at: .seconds(2))
        #expect(work.line(at: .seconds(2)) == "Checking list.csv: 25%, 10,000 rows, 5,000/s, 6 s left.")
        #expect(
            work.block(at: .seconds(2), width: 120, look: look)[0].hasPrefix(
                "########------------------------  Checking"))
    }

    @Test("A report knows its rows beforehand")
    func writing() {
        var work = WorkProgress.reporting(rows: 8_000)
        work.take(rows: 2_000, share: nil, at: .zero)
        #expect(work.line(at: .zero) == "Writing the report: 2,000 of 8,000 rows.")
    }

    @Test("A report of many rows is announced beforehand, one of few is not")
    func longReports() {
        #expect(!ProgressState.working(.reporting(rows: 8_000)).isLong)
        #expect(ProgressState.working(.reporting(rows: 1_500_000)).isLong)
    }
}
