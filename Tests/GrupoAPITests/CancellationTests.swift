import BatchModel
import TestSupport
import Testing
import Text

@testable import GrupoAPI

@Suite("Giving up", .timeLimit(.minutes(2)))
struct CancellationTests {
    @Test("an exchange whose request was read leaves the message unknown")
    func inFlight() async throws {
        let server = try FaultServer(Behaviour(.readRequest, .hang))
        let client = try makeClient(server.address)
        let sending = Task { await client.send(makeMessage()) }
        while server.requests.isEmpty { await Task.yield() }
        sending.cancel()
        let result = await sending.value
        #expect(result.verdict == .unknown)
        #expect(result.errorKey == "client.cancelled")
        await client.shutdown()
    }

    @Test("an exchange whose key could not leave yet leaves the message not sent")
    func keyNotLeft() async throws {
        let server = try FaultServer(Behaviour(.readBody(byteCount: 1_000), .hang), receiveBuffer: 4_096)
        let client = try makeClient(server.address)
        let content = [UInt8](repeating: 1, count: 30_000_000)
        let sending = Task { await client.send(makeMessage(upload: Upload(fileName: "f", content: .bytes(content)))) }
        while server.receivedByteCount < 1_000 { await Task.yield() }
        sending.cancel()
        #expect(await sending.value.verdict == .notSent)
        await client.shutdown()
    }

    @Test("before the start sends nothing")
    func beforeStart() async throws {
        let server = try FaultServer(.success)
        let client = try makeClient(server.address)
        let result = await Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return await client.send(makeMessage())
        }.value
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.cancelled")
        await client.shutdown()
        #expect(server.requests.isEmpty)
    }

    @Test("a waiting message sends nothing and holds up nobody")
    func waiting() async throws {
        let server = try FaultServer { $0 == 0 ? Behaviour(.readRequest, .hang) : .success }
        let client = try makeClient(server.address, maxConnections: 1)
        let first = Task { await client.send(makeMessage("first")) }
        while server.requests.isEmpty { await Task.yield() }
        let second = Task { await client.send(makeMessage("second")) }
        second.cancel()
        #expect(await second.value.verdict == .notSent)
        first.cancel()
        #expect(await first.value.verdict == .unknown)
        #expect(await client.send(makeMessage("third")).verdict == .sent)
        #expect(server.requests.compactMap { $0.field("message") } == ["first", "third"])
        await client.shutdown()
    }

    @Test("at random moments always gives a result that the server confirms")
    func random() async throws {
        let server = try FaultServer(.success)
        let client = try makeClient(server.address, maxConnections: 16)
        var generator = SeededGenerator(seed: 3)
        let delays = (0..<600).map { _ in Int.random(in: 0...400, using: &generator) }
        let results = await withTaskGroup(of: (Int, AttemptResult).self) { group in
            for (index, delay) in delays.enumerated() {
                group.addTask {
                    let sending = Task { await client.send(makeMessage("\(index)")) }
                    try? await Task.sleep(for: .microseconds(delay * 40))
                    sending.cancel()
                    return (index, await sending.value)
                }
            }
            return await group.reduce(into: [Int: AttemptResult]()) { $0[$1.0] = $1.1 }
        }
        await client.shutdown()
        let arrivals = server.requests.compactMap { $0.field("message").flatMap(Int.init) }
        #expect(results.count == 600)
        #expect(Set(arrivals).count == arrivals.count)
        for (index, result) in results {
            switch result.verdict {
            case .sent: #expect(arrivals.contains(index))
            case .notSent: #expect(!arrivals.contains(index))
            default: #expect(result.verdict == .unknown)
            }
        }
        #expect(Set(results.values.map(\.verdict)).count > 1)
    }

    @Test("everything at shutdown gives every exchange its result, and later ones too")
    func shutdown() async throws {
        let server = try FaultServer(Behaviour(.readRequest, .hang))
        let client = try makeClient(server.address, maxConnections: 4)
        let sending = (0..<10).map { index in Task { await client.send(makeMessage("\(index)")) } }
        while server.requests.count < 4 { await Task.yield() }
        async let once: Void = client.shutdown()
        async let twice: Void = client.shutdown()
        _ = await (once, twice)
        var verdicts: [AttemptResult.Verdict] = []
        for task in sending { verdicts.append(await task.value.verdict) }
        #expect(verdicts.filter { $0 == .unknown }.count == 4)
        #expect(verdicts.filter { $0 == .notSent }.count == 6)
        let late = await client.send(makeMessage())
        #expect(late.verdict == .notSent)
        #expect(late.errorKey == "client.shut_down")
        #expect(late.siteFault == nil)
        #expect(await client.probe() == .unreachable(.shutDown, detail: ""))
        await client.shutdown()
    }

    @Test("the client itself ends its thread and its connections")
    func dropped() async throws {
        let server = try FaultServer { _ in
            Behaviour(.readRequest, .send(Behaviour.response(Array(#"{"success":true}"#.utf8))), .hang)
        }
        weak var gone: GrupoClient?
        do {
            let client = try makeClient(server.address)
            gone = client
            #expect(await client.send(makeMessage()).verdict == .sent)
        }
        while gone != nil { await Task.yield() }
        while server.openConnectionCount > 0 { await Task.yield() }
    }

    @Test("never more than the given number of exchanges are in flight, and all are served")
    func concurrency() async throws {
        let server = try FaultServer(
            Behaviour([.readRequest, .pause(.milliseconds(5))] + Behaviour.success.steps.dropFirst()))
        let client = try makeClient(server.address, maxConnections: 7)
        let verdicts = await withTaskGroup(of: AttemptResult.Verdict.self) { group in
            for index in 0..<100 { group.addTask { await client.send(makeMessage("\(index)")).verdict } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts == Array(repeating: .sent, count: 100))
        #expect(Set(server.requests.compactMap { $0.field("message") }).count == 100)
        #expect(server.peakConcurrency == 7)
        #expect((7..<50).contains(server.connectionCount))
        await client.shutdown()
    }
}
