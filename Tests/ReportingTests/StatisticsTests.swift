import BatchModel
import Reporting
import TestSupport
import Testing
import Text

@Suite("The latency histogram")
struct LatencyHistogramTests {
    @Test("gives each percentile of random values to within a thousandth", arguments: [1, 2, 10, 100, 10_000])
    func precision(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        var histogram = LatencyHistogram()
        var values: [Int] = []
        for _ in 0..<count {
            let value = Int.random(in: 0..<(1 << Int.random(in: 1...25, using: &random)), using: &random)
            values.append(value)
            histogram.record(value)
        }
        values.sort()
        for percentile in [0.1, 1, 25, 50, 90, 95, 99, 99.9, 100] {
            let place = max(1, Int((Double(count) * percentile / 100).rounded(.up)))
            let exact = values[place - 1]
            #expect(abs(histogram.value(atPercentile: percentile) - exact) <= exact / 1_000)
        }
        #expect(histogram.min == values.first && histogram.max == values.last)
        #expect(histogram.count == count)
        #expect(abs(histogram.mean - Double(values.reduce(0, +)) / Double(count)) < 0.001)
        var seen = 0
        histogram.forEachValue { seen += $1 }
        #expect(seen == count)
    }

    @Test("is exact below two seconds")
    func exact() {
        for value in 0..<2_000 {
            var histogram = LatencyHistogram()
            for other in [0, value, 100_000] { histogram.record(other) }
            #expect(histogram.value(atPercentile: 50) == value)
        }
    }

    @Test("takes values that cannot be, and has zeros when it is empty")
    func edges() {
        #expect(LatencyHistogram().value(atPercentile: 99) == 0)
        var histogram = LatencyHistogram()
        histogram.record(-5)
        histogram.record(.max)
        #expect(histogram.min == 0 && histogram.max == 1 << 40 && histogram.count == 2)
    }
}

@Suite("Results over time")
struct SendTimelineTests {
    @Test("never have more than 120 stretches and lose no result, in any order", arguments: 0..<20)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let span = Int64(1) << Int64.random(in: 1...42, using: &random)
        let start = Int64.random(in: -span...1_785_661_200_000, using: &random)
        let instants = (0..<500).map { _ in start + Int64.random(in: 0...span, using: &random) }
        var timeline = SendTimeline()
        for instant in instants { timeline.add(.sent, at: instant) }
        #expect(timeline.stretches.count <= SendTimeline.limit)
        #expect(timeline.stretches.reduce(0) { $0 + $1.total } == 500)
        #expect(instants.allSatisfy { (timeline.start..<timeline.end).contains($0) })
        for (index, stretch) in timeline.stretches.enumerated() {
            let range =
                timeline.start + Int64(index) * timeline.width..<timeline.start + Int64(index + 1) * timeline.width
            #expect(stretch.sent == instants.count { range.contains($0) })
        }
        var backwards = SendTimeline()
        for instant in instants.sorted(by: >) { backwards.add(.sent, at: instant) }
        #expect(backwards == timeline)
    }

    @Test("tell sent, failed and unknown apart, and leave out what was never tried")
    func kinds() {
        var timeline = SendTimeline()
        for outcome in Outcome.allCases { timeline.add(outcome, at: 1_000) }
        #expect(timeline.stretches.map(\.sent) == [1])
        #expect(timeline.stretches.map(\.failed) == [2])
        #expect(timeline.stretches.map(\.unknown) == [1])
    }

    @Test("take instants as far as the calendar goes")
    func far() {
        var timeline = SendTimeline()
        for instant in [Int64.min, 0, .max] { timeline.add(.sent, at: instant) }
        #expect(timeline.stretches.count <= SendTimeline.limit)
        #expect(timeline.stretches.reduce(0) { $0 + $1.total } == 3)
    }
}

@Suite("What a report counts")
struct ReportStatisticsTests {
    @Test("adds up for random rows", arguments: 0..<50)
    func addsUp(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = Samples.random(Int.random(in: 0...300, using: &random), &random)
        var statistics = ReportStatistics()
        for row in rows { statistics.add(row) }
        #expect(statistics.tally.total == rows.count)
        #expect(Outcome.allCases.reduce(0) { $0 + statistics.tally[$1] } == rows.count)
        let keyed = rows.count { $0.outcome != .sent && $0.trace.errorKey != nil }
        #expect(statistics.errorKeys.ranked.reduce(statistics.errorKeys.others) { $0 + $1.count } == keyed)
        #expect(statistics.latency.count == rows.count { $0.trace.durationMilliseconds != nil })
        #expect(statistics.attempts == rows.reduce(0) { $0 + $1.trace.attempts })
        #expect(statistics.lastFinishedAtMilliseconds == rows.compactMap(\.trace.finishedAtMilliseconds).max())
        #expect(statistics.firstFinishedAtMilliseconds == rows.compactMap(\.trace.finishedAtMilliseconds).min())
    }

    @Test("ranks error keys by rows, then by name, with the first message of each")
    func ranking() {
        var keys = ErrorKeyRanking()
        keys.add("b", .rejected, message: nil)
        keys.add("a", .unknown, message: "first")
        keys.add("c", .invalid, message: "c")
        keys.add("b", .rejected, message: "late")
        keys.add("a", .rejected, message: "second")
        #expect(keys.ranked.map(\.key) == ["a", "b", "c"])
        #expect(keys.ranked.map(\.count) == [2, 2, 1])
        #expect(keys.ranked.map(\.message) == ["first", "late", "c"])
        #expect(keys.ranked[0].outcome == .unknown)
    }

    @Test("tells at most a thousand error keys apart and counts the rest")
    func cap() {
        var keys = ErrorKeyRanking()
        for number in 0..<1_500 { keys.add("key \(number)", .rejected, message: nil) }
        keys.add("key 0", .rejected, message: nil)
        #expect(keys.ranked.count == 1_000 && keys.others == 500)
        #expect(keys.ranked[0].key == "key 0")
    }

    @Test("leaves out the error key of a row that was sent after all")
    func sentKey() {
        var statistics = ReportStatistics()
        statistics.add(Samples.entry(2, "a", .sent, key: "notice"))
        #expect(statistics.errorKeys.ranked.isEmpty)
    }
}

@Suite("The result in words")
struct HeadlineTests {
    @Test(
        "is one sentence",
        arguments: [
            ([:], "Your list has no rows."), ([.sent: 1], "The one message was sent."),
            ([.sent: 12_004], "All 12,004 were sent."), ([.sent: 1, .rejected: 1], "1 of 2 was sent; 1 rejected."),
            ([.rejected: 3], "None of 3 were sent; 3 rejected."),
            (
                [.sent: 11_980, .rejected: 22, .unknown: 2],
                "11,980 of 12,004 were sent; 22 rejected; 2 unknown."
            ),
            (
                [.sent: 2, .notSent: 1, .invalid: 2, .unknown: 1, .pending: 1_000, .excluded: 5],
                "2 of 1,011 were sent; 1 not sent; 2 invalid; 1 unknown; 1,000 pending; 5 excluded."
            ),
        ] as [([Outcome: Int], String)])
    func sentence(counts: [Outcome: Int], text: String) {
        #expect(Headline.text(tally(counts)) == text)
    }

    @Test("says what to do, the most urgent first, each with its command")
    func steps() {
        var commands = ReportContext()
        commands.commands = ReportContext.Commands(send: "S", resolve: "R", correct: "C")
        let all = results([.sent: 1, .unknown: 2, .pending: 3, .notSent: 1, .rejected: 1, .invalid: 4])
        #expect(NextStep.steps(all, commands).map(\.command) == ["R --row 5 --as sent", "S", "C"])
        #expect(NextStep.steps(results([.sent: 9, .excluded: 2]), commands).isEmpty)
        // Beside a command stand the counts of all the rows it is about.
        let texts = NextStep.steps(all, commands).map(\.text)
        #expect(texts[0].hasSuffix("This command is for row 5."))
        #expect(texts[1].contains("sends them, and once more the 1 row that the site rejected; nothing is sent twice."))
        #expect(texts[2].contains("Write them and the 1 row not sent to a file of their own,"))
        #expect(
            NextStep.steps(results([.pending: 1]), commands).map(\.text) == [
                "1 row is pending. This command sends it; nothing is sent twice."
            ])
        #expect(NextStep.steps(results([.invalid: 1]), ReportContext()).map(\.command) == [nil])
        #expect(
            NextStep.steps(results([.invalid: 1]), ReportContext()).map(\.text) == [
                "1 row is invalid. Write it to a file of its own, correct the cause, and send that file with the same options."
            ])
        let unnamed = NextStep.steps(results([.notSent: 2]), ReportContext())
        #expect(unnamed.map(\.command) == [nil])
        #expect(unnamed.map(\.text).allSatisfy { $0.contains("The send command that was given, with all its options") })
    }

    @Test(
        "tells a key that was accepted before from rows that are at fault",
        arguments: [
            ([.sent: 2, .rejected: 3], "invalid_api_key", "key for 3 rows. Put it right,"),
            ([.sent: 2, .rejected: 1], "unauthorized", "run the same command again: it sends it."),
            ([.sent: 2, .rejected: 3, .pending: 4], "invalid_api_key", "again: it sends what was not sent."),
            ([.sent: 2, .rejected: 3], "blocked_user", "to a file of their own, correct the cause,"),
            ([.sent: 2, .rejected: 3, .invalid: 1], "invalid_api_key", "to a file of their own, correct the cause,"),
        ] as [([Outcome: Int], String, String)])
    func changedKey(counts: [Outcome: Int], key: String, words: String) throws {
        var context = ReportContext()
        context.commands = ReportContext.Commands(send: "S", resolve: "R", correct: "C")
        let step = try #require(NextStep.stepsAfterFailures(results(counts, key: key), context).last)
        #expect(step.text.contains(words))
        #expect(step.command == (words.contains("own") ? "C" : "S"))
    }

    @Test("asks for nothing but patience while the batch is being sent")
    func running() throws {
        var context = ReportContext()
        context.commands = ReportContext.Commands(send: "S", resolve: "R", correct: "C")
        context.isRunning = true
        let steps = NextStep.steps(results([.sent: 9, .unknown: 2, .pending: 7]), context)
        #expect(steps.map(\.command) == [nil])
        #expect(try #require(steps.first).text.contains("2 rows listed as unknown may be in flight right now"))
    }

    @Test(
        "names the rows that may have arrived, as many as one reads",
        arguments: [
            (1, "Row 2 is unknown: the message may have arrived. Look it up on the site"),
            (3, "Rows 2, 3, 4 are unknown: the message may have arrived. Look each up on the site"),
            (10, "Rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 are unknown: the message may have arrived."),
            (1_012, "Rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 1,002 more are unknown: the message may have arrived."),
        ])
    func unknownRows(count: Int, text: String) throws {
        var context = ReportContext()
        context.commands.resolve = "R"
        let step = try #require(NextStep.steps(results([.unknown: count]), context).first)
        #expect(step.text.hasPrefix(text))
        #expect(step.command == "R --row 2 --as sent")
    }

    /// So many rows of each outcome, in the order of the outcomes.
    private func results(_ counts: [Outcome: Int], key: String? = nil) -> ReportStatistics {
        var statistics = ReportStatistics()
        var row = 1
        for outcome in Outcome.allCases {
            for _ in 0..<counts[outcome, default: 0] {
                row += 1
                statistics.add(Samples.entry(row, "u", outcome, key: outcome == .rejected ? key : nil))
            }
        }
        return statistics
    }

    private func tally(_ counts: [Outcome: Int]) -> BatchTally {
        var tally = BatchTally()
        for (outcome, count) in counts { tally[outcome] = count }
        return tally
    }
}
