import Testing

@testable import GrupoAPI

@Suite("Every course of a small exchange")
struct ExchangeWalkTests {
    /// One way through, and what may still happen on it.
    struct Walk {
        var run: ExchangeRun
        var pieces: [String]
        var waitsLeft = 2
        var fullsLeft = 1
        var log: [String] = []

        mutating func take(_ event: ExchangeStepsTests.Event, _ name: String) {
            log.append(name)
            run.take(event)
        }
    }

    struct Tally {
        var courses = 0
        var verdicts: [AttemptResult.Verdict: Int] = [:]
    }

    static let replies = [
        [ExchangeStepsTests.ok],
        [
            "HTTP/1.1 100 Continue\r\n\r\n", String(ExchangeStepsTests.ok.prefix(30)),
            String(ExchangeStepsTests.ok.dropFirst(30)),
        ],
        [ExchangeStepsTests.open], [ExchangeStepsTests.tooLarge], ["HTTP/1.1 500 Oh\r\n", "Content-Length: 0\r\n\r\n"],
        [ExchangeStepsTests.ok + ExchangeStepsTests.ok], ["what?"], [],
    ]

    @Test(
        "never calls a message not sent that may have arrived, nor sent one that did not leave whole",
        arguments: [false, true], replies)
    func walk(isEncrypted: Bool, pieces: [String]) throws {
        var tally = Tally()
        for isReused in [false, true] {
            Self.follow(
                Walk(run: try ExchangeRun(isEncrypted: isEncrypted, isReused: isReused), pieces: pieces), &tally)
        }
        #expect(tally.courses > 100)
        print("exchange: \(tally.courses) courses, \(tally.verdicts.map { "\($0.value) \($0.key)" }.sorted())")
    }

    private static func follow(_ walk: Walk, _ tally: inout Tally) {
        switch walk.run.action {
        case .finish: return judge(walk, &tally)
        case .leave:
            tally.courses += 1
            #expect(walk.run.sent.isEmpty && !walk.run.hasRiskedKey)
        case .read:
            branch(walk, [(.silence, "silence"), (.end, "end"), (.breaks, "breaks")], &tally)
            if let piece = walk.pieces.first {
                var next = walk
                next.pieces.removeFirst()
                next.take(.arrives(piece), "arrives")
                follow(next, &tally)
            }
        case .write:
            let count = walk.run.exchange.window.count
            let places = [1, walk.run.keyEnd - 1, walk.run.keyEnd].map { $0 - walk.run.sent.count } + [count]
            let writes = Set(places).filter { (1...count).contains($0) }.sorted()
            branch(walk, writes.map { (.accepts($0), "accepts \($0)") } + [(.writingBreaks, "writing breaks")], &tally)
            guard walk.fullsLeft > 0 else { return }
            var next = walk
            next.fullsLeft -= 1
            next.take(.full, "full")
            follow(next, &tally)
        case .wait(let forRoom):
            branch(walk, [(.expires, "expires"), (.givesUp, "gives up")], &tally)
            guard walk.waitsLeft > 0 else { return }
            for isReadable in forRoom ? [true, false] : [true] {
                var next = walk
                next.waitsLeft -= 1
                next.log.append(isReadable ? "readable" : "room")
                if isReadable { next.run.becomeReadable() } else { next.run.take(.room) }
                follow(next, &tally)
            }
        case .fill: Issue.record("there is no file")
        }
    }

    private static func branch(_ walk: Walk, _ events: [(ExchangeStepsTests.Event, String)], _ tally: inout Tally) {
        for (event, name) in events {
            var next = walk
            next.take(event, name)
            follow(next, &tally)
        }
    }

    private static func judge(_ walk: Walk, _ tally: inout Tally) {
        guard let result = walk.run.result else { return }
        tally.courses += 1
        tally.verdicts[result.verdict, default: 0] += 1
        let run = walk.run
        #expect(run.whole.starts(with: run.sent), "\(walk.log)")
        // What a site says by its status stands, whenever it says it.
        if result.verdict == .notSent { #expect(!run.hasWholeKey, "\(walk.log)") }
        if result.verdict == .sent { #expect(run.hasWholeKey, "\(walk.log)") }
        if run.exchange.keepsConnection {
            #expect(run.sent == run.whole && run.exchange.extra == .nothing, "\(walk.log)")
        }
        #expect(run.exchange.piece.isEmpty)
    }

    @Test("in which the connection accepts any number of bytes and then no more", arguments: [false, true])
    func everyByte(isEncrypted: Bool) throws {
        let whole = try ExchangeRun().whole.count
        for count in 0...whole {
            for last in [ExchangeStepsTests.Event.end, .breaks, .expires, .givesUp, .writingBreaks] {
                var run = try ExchangeRun(isEncrypted: isEncrypted)
                run.take(.silence)
                if count > 0 { run.take(.accepts(count)) }
                if case .write = run.action, case .writingBreaks = last {
                } else if case .write = run.action {
                    run.take(.full)
                }
                run.take(last)
                if run.result == nil { run.take(.silence) }
                let verdict = try #require(run.result).verdict
                #expect(verdict == (run.hasWholeKey ? .unknown : .notSent), "\(count) of \(whole)")
            }
        }
    }
}
