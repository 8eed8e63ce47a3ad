import BatchModel
import Glibc
import TestSupport
import Testing
import Text

@testable import GrupoAPI

@Suite("An upload", .timeLimit(.minutes(2)))
struct UploadTests {
    static func content(_ byteCount: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: UInt64(byteCount))
        return (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    @Test("arrives byte for byte, from memory and from a file", arguments: [0, 1, 65_535, 65_536, 65_537, 2_097_152])
    func arrives(byteCount: Int) async throws {
        let directory = try TemporaryDirectory()
        let bytes = Self.content(byteCount)
        let path = try directory.write(bytes, to: "file")
        let server = try FaultServer(.success)
        let client = try makeClient(server.address)
        let file = try openFile(path, expecting: bytes)
        for content in [Upload.Content.bytes(bytes), .file(file), .file(file)] {
            #expect(
                await client.send(makeMessage(upload: Upload(fileName: "a.bin", content: content))).verdict == .sent)
        }
        for request in server.requests {
            #expect(request.parts.first?.name == "file_attachments")
            #expect(request.parts.first?.bytes == bytes)
            #expect(request.parts.last?.name == "api_secret_key")
            #expect(request.header("content-length") == "\(request.body.count)")
            #expect(request.header("expect") == nil)
        }
        #expect(server.requests.count == 3)
        await client.shutdown()
    }

    @Test(
        "whose file is not what it was is never authorised", arguments: ["changed", "shorter", "longer", "unreadable"])
    func changed(how: String) async throws {
        let directory = try TemporaryDirectory()
        let expected = Self.content(500_000)
        var actual = expected
        switch how {
        case "changed": actual[499_999] ^= 1
        case "shorter": actual.removeLast()
        case "longer": actual.append(0)
        default: break
        }
        let path = try directory.write(actual, to: "file")
        let file =
            how == "unreadable"
            ? UploadFile(
                descriptor: unsafe open(directory.path, O_RDONLY), byteCount: 500_000, digest: sha256(expected))
            : try openFile(path, expecting: expected)
        let server = try FaultServer(.success)
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage(upload: Upload(fileName: "f", content: .file(file))))
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == (how == "unreadable" ? "client.attachment_unreadable" : "client.attachment_changed"))
        #expect(result.siteFault == nil)
        #expect(await client.send(makeMessage("next")).verdict == .sent)
        await client.shutdown()
        #expect(server.requests.map { $0.field("message") } == ["next"])
        while server.openConnectionCount > 0 { await Task.yield() }
        #expect(server.fragments.count == 1)
        #expect(!server.fragments.contains { $0.firstRange(of: Array(canaryKey.utf8)) != nil })
    }

    @Test("rewritten again and again while it is sent arrives as one version or not at all")
    func rewritten() async throws {
        let directory = try TemporaryDirectory()
        let versions = [Self.content(400_000), Self.content(400_001).dropLast()].map { Array($0) }
        let path = try directory.write(versions[0], to: "file")
        let server = try FaultServer(.success)
        let client = try makeClient(server.address)
        let writer = Task.detached {
            var round = 0
            while !Task.isCancelled {
                round += 1
                let descriptor = unsafe open(path, O_WRONLY)
                unsafe versions[round % 2].withUnsafeBytes {
                    unsafe _ = pwrite(descriptor, $0.baseAddress, $0.count, 0)
                }
                close(descriptor)
                await Task.yield()
            }
        }
        var sent = 0
        for _ in 0..<200 {
            let file = try openFile(path, expecting: versions[0])
            let result = await client.send(makeMessage(upload: Upload(fileName: "f", content: .file(file))))
            #expect(result.verdict == .sent || result.errorKey == "client.attachment_changed")
            if result.verdict == .sent { sent += 1 }
        }
        writer.cancel()
        await writer.value
        await client.shutdown()
        #expect(server.requests.count == sent)
        for request in server.requests { #expect(request.parts.first?.bytes == versions[0]) }
    }

    @Test(
        "cut off at any place by the site is proved not sent while the key is missing",
        arguments: [0, 1, 1_000, 300_000])
    func cutOff(place: Int) async throws {
        let bytes = [UInt8](repeating: 7, count: 8_000_000)
        let server = try FaultServer(Behaviour(.readBody(byteCount: place), .reset), receiveBuffer: 4_096)
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage(upload: Upload(fileName: "f", content: .bytes(bytes))))
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.connection_lost")
        #expect(result.siteFault == nil)
        await client.shutdown()
    }

    @Test("that the site never reads ends with the time-out, proved not sent")
    func neverRead() async throws {
        let server = try FaultServer(Behaviour(.hang), receiveBuffer: 4_096)
        let client = try makeClient(server.address, timeout: .milliseconds(700))
        let bytes = [UInt8](repeating: 7, count: 8_000_000)
        let result = await client.send(makeMessage(upload: Upload(fileName: "f", content: .bytes(bytes))))
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.timeout")
        #expect(result.siteFault == nil)
        await client.shutdown()
    }

    @Test("of any size that did not fit into the connection was not sent: the site cannot find the key later either")
    func partlyAccepted() async throws {
        // The connection takes some megabytes although nobody reads; among these sizes some fit and some do not.
        let sizes = (1...32).map { $0 * 150_000 + $0 * 1_237 }
        let verdicts = try await withThrowingTaskGroup(of: AttemptResult.Verdict.self) { group in
            for size in sizes {
                group.addTask {
                    let gate = Gate()
                    let server = try FaultServer(Behaviour(.pass(gate), .readRequest), receiveBuffer: 4_096)
                    let client = try makeClient(server.address, timeout: .milliseconds(600))
                    let result = await client.send(makeMessage(String(repeating: "x", count: size)))
                    await client.shutdown()
                    gate.open()
                    while server.connectionCount == 0 || server.openConnectionCount > 0 { await Task.yield() }
                    #expect(result.errorKey == "client.timeout")
                    #expect(result.verdict == (server.requests.isEmpty ? .notSent : .unknown))
                    return result.verdict
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(verdicts == [.notSent, .unknown])
    }

    @Test("refused with 413 before it was read costs no doubt")
    func tooLarge() async throws {
        let server = try FaultServer(
            Behaviour(
                .readBody(byteCount: 0), .send(Behaviour.response([], status: 413)), .pause(.milliseconds(300)), .close)
        )
        let client = try makeClient(server.address)
        let bytes = [UInt8](repeating: 7, count: 8_000_000)
        let result = await client.send(makeMessage(upload: Upload(fileName: "f", content: .bytes(bytes))))
        #expect(result.verdict == .notSentSameAgain)
        #expect(result.siteFault == .tooLarge(limit: nil))
        await client.shutdown()
    }
}
