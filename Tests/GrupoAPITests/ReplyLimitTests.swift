import BatchModel
import Foundation
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A reply without end", .timeLimit(.minutes(2)))
struct ReplyLimitTests {
    private static let head = Array("HTTP/1.1 200 OK\r\n".utf8)
    private static let filler = [UInt8](repeating: UInt8(ascii: " "), count: 65_536)

    @Test("in its body is cut at the cap")
    func endlessBody() async throws {
        let server = try FaultServer(
            Behaviour(.readRequest, .send(Self.head + Array("\r\n".utf8)), .sendForever(Self.filler)))
        try await expectTooLarge(server)
    }

    @Test("in its headers is cut at the cap")
    func endlessHeaders() async throws {
        let line = Array("X-Filler: \(String(repeating: "x", count: 1_000))\r\n".utf8)
        let server = try FaultServer(Behaviour(.readRequest, .send(Self.head), .sendForever(line)))
        try await expectTooLarge(server)
    }

    @Test("of interim replies is cut at the cap")
    func endlessInterimReplies() async throws {
        let server = try FaultServer(Behaviour(.readRequest, .sendForever(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))))
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        #expect(result.verdict == .unknown)
        #expect(result.errorKey == "client.reply_too_large")
        #expect(result.httpStatus == nil)
        await client.shutdown()
    }

    @Test("that is a compression bomb is cut at the cap of what it unpacks to")
    func gzipBomb() async throws {
        let directory = try TemporaryDirectory()
        let maker = try ChildProcess(
            "sh", ["-c", "head -c 200000000 /dev/zero | gzip -9"], output: directory.file("bomb"))
        while maker.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let bomb = try directory.read("bomb")
        #expect(bomb.count > 100_000 && bomb.count < 400_000)
        let server = try FaultServer(
            Behaviour(.readRequest, .send(Behaviour.response(bomb, headers: ["Content-Encoding: gzip"]))))
        try await expectTooLarge(server)
    }

    @Test("is one that is compressed and short: read")
    func gzip() async throws {
        let directory = try TemporaryDirectory()
        let maker = try ChildProcess(
            "sh", ["-c", "printf '{\"success\":true}' | gzip"], output: directory.file("reply"))
        while maker.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let reply = Behaviour.response(try directory.read("reply"), headers: ["Content-Encoding: gzip"])
        let server = try FaultServer(Behaviour(.readRequest, .send(reply)))
        let client = try makeClient(server.address)
        #expect(await client.send(makeMessage()).verdict == .sent)
        await client.shutdown()
    }

    @Test("of exactly the cap is read")
    func atTheCap() async throws {
        let verdict = Array(#"{"success":true}"#.utf8)
        for (extra, expected) in [(0, AttemptResult.Verdict.sent), (1, .unknown)] {
            let blanks = [UInt8](repeating: UInt8(ascii: " "), count: 1_048_576 - verdict.count + extra)
            let server = try FaultServer(Behaviour(.readRequest, .send(Behaviour.response(blanks + verdict))))
            let client = try makeClient(server.address)
            #expect(await client.send(makeMessage()).verdict == expected)
            await client.shutdown()
        }
    }

    @Test("dripping in head or body, or never coming, ends with the time-out over the whole exchange")
    func slow() async throws {
        let reply = Behaviour.response(Array(#"{"success":true}"#.utf8))
        let slowly = Duration.milliseconds(120)
        for (behaviour, status) in [
            (Behaviour(.readRequest, .drip(reply, every: slowly)), nil),
            (Behaviour(.readRequest, .send(Self.head + Array("\r\n".utf8)), .drip(Self.filler, every: slowly)), 200),
            (Behaviour(.readRequest, .hang), nil),
        ] as [(Behaviour, Int?)] {
            let server = try FaultServer(behaviour)
            let client = try makeClient(server.address, timeout: .milliseconds(600))
            let result = await client.send(makeMessage())
            #expect(result.verdict == .unknown)
            #expect(result.errorKey == "client.timeout")
            #expect(result.httpStatus == status)
            #expect(result.duration < .milliseconds(1_600))
            await client.shutdown()
        }
    }

    private func expectTooLarge(_ server: FaultServer) async throws {
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        #expect(result.verdict == .unknown)
        #expect(result.errorKey == "client.reply_too_large")
        #expect(result.httpStatus == 200)
        #expect(result.siteFault == .notJSON(challenge: false))
        await client.shutdown()
    }
}
