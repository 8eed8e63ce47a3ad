import Testing

@testable import GrupoAPI

@Suite("One message on one connection")
struct ExchangeStepsTests {
    /// What happens to an exchange, one after the other.
    enum Event {
        case arrives(String)
        case silence, end, breaks, room, full, writingBreaks, expires
        /// The connection accepts so many bytes, or all but so many if negative.
        case accepts(Int)
        /// The connection accepts everything up to some bytes before the key's last.
        case acceptsUpToKey(Int)
        case givesUp
    }

    static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"success\":true}"
    static let tooLarge = "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
    static let open = "HTTP/1.1 200 OK\r\n\r\n{\"success\":true}"

    /// A course of events, and what it comes to.
    struct Course: CustomTestStringConvertible {
        let name: String
        let events: [Event]
        let verdict: AttemptResult.Verdict
        var key: String?
        var status: Int?
        /// What it comes to over TLS, if something else.
        var encrypted: AttemptResult.Verdict?

        var testDescription: String { name }
    }

    static let all: [Event] = [.silence, .accepts(-0)]

    static let courses: [Course] = [
        Course(name: "a reply", events: all + [.arrives(ok)], verdict: .sent, status: 200),
        Course(
            name: "an interim reply, and a reply in pieces",
            events: all + [
                .silence, .arrives("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 20"), .silence,
                .arrives(String(ok.dropFirst(11))),
            ], verdict: .sent, status: 200),
        Course(name: "a reply that the end ends", events: all + [.arrives(open), .end], verdict: .sent, status: 200),
        Course(
            name: "a reply that an end without notice ends", events: all + [.arrives(open), .breaks], verdict: .unknown,
            key: "client.connection_lost", status: 200),
        Course(name: "an end at once", events: [.end], verdict: .notSent, key: "client.connection_lost"),
        Course(name: "a break at once", events: [.breaks], verdict: .notSent, key: "client.connection_lost"),
        Course(
            name: "an end instead of a reply", events: all + [.end], verdict: .unknown, key: "client.connection_lost"),
        Course(
            name: "a break instead of a reply", events: all + [.breaks], verdict: .unknown,
            key: "client.connection_lost"),
        Course(
            name: "a cut reply", events: all + [.arrives(String(ok.dropLast())), .end], verdict: .unknown,
            key: "client.connection_lost", status: 200),
        Course(
            name: "what is no reply", events: all + [.arrives("SSH-2.0-x")], verdict: .unknown, key: "client.bad_reply"),
        Course(
            name: "room for half, and an end", events: [.silence, .accepts(40), .full, .end], verdict: .notSent,
            key: "client.connection_lost", encrypted: .unknown),
        Course(
            name: "no room at all, and an end", events: [.silence, .full, .end], verdict: .notSent,
            key: "client.connection_lost", encrypted: .unknown),
        Course(
            name: "room for all but the key's last byte",
            events: [.silence, .acceptsUpToKey(1), .full, .expires, .silence],
            verdict: .notSent, key: "client.timeout", encrypted: .unknown),
        Course(
            name: "room for the key and no more", events: [.silence, .acceptsUpToKey(0), .full, .expires, .silence],
            verdict: .unknown, key: "client.timeout"),
        Course(
            name: "room that comes later", events: [.silence, .accepts(10), .full, .room, .accepts(-0), .arrives(ok)],
            verdict: .sent, status: 200),
        Course(
            name: "a refusal before the form is whole", events: [.silence, .accepts(40), .full, .arrives(tooLarge)],
            verdict: .notSentSameAgain, status: 413),
        Course(
            name: "a refusal in pieces before the form is whole, after which nothing more leaves",
            events: [
                .silence, .accepts(40), .full, .arrives("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n"), .silence,
                .room,
                .arrives("no"),
            ], verdict: .notSent, status: 500, encrypted: .unknown),
        Course(
            name: "a refusal that is read although nothing more can be written",
            events: [.silence, .accepts(40), .writingBreaks, .arrives(tooLarge)], verdict: .notSentSameAgain,
            status: 413),
        Course(
            name: "nothing more can be written, and nothing was said",
            events: [.silence, .accepts(40), .writingBreaks, .silence], verdict: .notSent,
            key: "client.connection_lost",
            encrypted: .unknown),
        Course(
            name: "nothing more can be written, and the site has gone", events: [.silence, .writingBreaks, .breaks],
            verdict: .notSent, key: "client.connection_lost", encrypted: .unknown),
        Course(
            name: "success before the form is whole proves nothing",
            events: [.silence, .accepts(40), .full, .arrives(ok), .end],
            verdict: .unknown, key: "client.contradiction", status: 200, encrypted: .sent),
        Course(
            name: "success before the form is whole, and the rest of it leaves",
            events: [.silence, .accepts(40), .full, .arrives(ok), .room, .accepts(-0)], verdict: .sent, status: 200),
        Course(
            name: "success before the form is whole, and no room for the rest",
            events: [.silence, .accepts(40), .full, .arrives(ok), .silence, .expires, .silence], verdict: .notSent,
            key: "client.timeout", status: 200, encrypted: .unknown),
        Course(
            name: "success begins before the form is whole, and the form goes on",
            events: [
                .silence, .accepts(40), .full, .arrives(String(ok.prefix(50))), .silence, .room, .accepts(-0),
                .arrives(String(ok.dropFirst(50))),
            ], verdict: .sent, status: 200),
        Course(
            name: "the site speaks first, to refuse", events: [.arrives("HTTP/1.1 503 Full\r\n\r\n"), .silence, .end],
            verdict: .notSent, status: 503),
        Course(name: "the time is over", events: all + [.expires, .silence], verdict: .unknown, key: "client.timeout"),
        Course(
            name: "the time is over, but the reply had come", events: all + [.expires, .arrives(ok)], verdict: .sent,
            status: 200),
        Course(
            name: "the time is over in the middle of a reply",
            events: all + [.arrives("HTTP/1.1 200 OK\r\n"), .silence, .expires, .arrives("X: y\r\n"), .silence],
            verdict: .unknown, key: "client.timeout", status: 200),
        Course(
            name: "the time is over, and the site has gone", events: all + [.expires, .breaks], verdict: .unknown,
            key: "client.timeout"),
        Course(name: "given up before anything left", events: [.givesUp], verdict: .notSent, key: "client.cancelled"),
        Course(name: "given up", events: all + [.givesUp], verdict: .unknown, key: "client.cancelled"),
        Course(
            name: "given up in the middle of a reply", events: all + [.arrives("HTTP/1.1 200 OK\r\n"), .givesUp],
            verdict: .unknown, key: "client.cancelled", status: 200),
    ]

    @Test("comes to what it showed", arguments: courses, [false, true])
    func course(_ course: Course, isEncrypted: Bool) throws {
        var run = try ExchangeRun(isEncrypted: isEncrypted)
        for event in course.events { run.take(event) }
        let result = try #require(run.result, "it is not over: \(run.action)")
        #expect(result.verdict == (isEncrypted ? course.encrypted ?? course.verdict : course.verdict))
        if course.encrypted == nil || !isEncrypted {
            #expect(course.key == nil || result.errorKey == course.key)
        }
        #expect(result.httpStatus == course.status)
        #expect(result.verdict != .notSent || !run.hasWholeKey)
        #expect(run.whole.starts(with: run.sent), "every byte leaves once, in order")
    }

    @Test("on a used connection is not begun where something waits, or the site has gone")
    func used() throws {
        for (event, waits) in [
            (Event.arrives(Self.ok), WaitingBytes.reply), (.arrives("HTTP/1.1 408 Idle\r\n\r\n"), .other),
            (.arrives("\r\n"), .other),
            (.end, .end), (.breaks, .end),
        ] {
            var run = try ExchangeRun(isReused: true)
            run.take(event)
            #expect(run.action == .leave(waits))
            #expect(run.sent.isEmpty)
        }
        var run = try ExchangeRun(isReused: true)
        for event in Self.all + [.arrives(Self.ok)] { run.take(event) }
        #expect(run.result?.verdict == .sent)
    }

    @Test("leaves its connection fit for another only if nothing is left on it")
    func connection() throws {
        for (reply, keeps, extra) in [
            (Self.ok, true, WaitingBytes.nothing), (Self.ok + Self.ok, false, .reply),
            (Self.ok + "\r\n", false, .other),
            (Self.ok.replacing("\r\n", with: "\n"), false, .nothing),
            (Self.ok.replacing("OK\r\n", with: "OK\r\nConnection: close\r\n"), false, .nothing),
        ] {
            var run = try ExchangeRun()
            for event in Self.all + [.arrives(reply)] { run.take(event) }
            #expect(run.exchange.keepsConnection == keeps)
            #expect(run.exchange.extra == extra)
        }
        var early = try ExchangeRun()
        for event in [Event.silence, .accepts(-1), .full, .arrives(Self.tooLarge)] { early.take(event) }
        #expect(!early.exchange.keepsConnection)
    }

    @Test("has as much longer as the process stood still")
    func pause() throws {
        var run = try ExchangeRun()
        #expect(run.exchange.allowance == .seconds(30))
        run.exchange.stoodStill(.seconds(100))
        #expect(run.exchange.allowance == .seconds(130))
        for event in Self.all + [.arrives(Self.ok)] { run.take(event) }
        #expect(run.exchange.evidence(after: .seconds(101)).duration == .seconds(1))
    }

    @Test("keeps nothing of the key when it is over")
    func wiped() throws {
        for events in [Self.all, [.silence, .full, .givesUp], [.silence, .accepts(5), .writingBreaks, .silence]] {
            var run = try ExchangeRun()
            for event in events { run.take(event) }
            #expect(run.exchange.piece.isEmpty)
        }
    }
}
