import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A reply within its limits")
struct ReplyCapTests {
    private static func reading(_ text: String, headerCap: Int = 1_000, bodyCap: Int = 100) -> ReplyParser.Progress {
        let bytes = Array(text.utf8)
        let whole = ReplyReading(bytes, headerCap: headerCap, bodyCap: bodyCap)
        for place in stride(from: 0, through: bytes.count, by: 7) {
            #expect(ReplyReading(bytes, cutAt: [place], headerCap: headerCap, bodyCap: bodyCap) == whole)
        }
        return whole.progress
    }

    @Test("has a body up to the cap, however its end is told", arguments: [100, 101])
    func body(count: Int) {
        let body = String(repeating: "x", count: count)
        let expected: ReplyParser.Progress = count == 100 ? .complete : .failed(.tooLarge)
        #expect(Self.reading("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n" + body) == expected)
        #expect(Self.reading("HTTP/1.1 200 OK\r\n\r\n" + body) == expected)
        let chunks = body.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
        #expect(Self.reading("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks) == expected)
        let chunk = String(count, radix: 16) + "\r\n" + body + "\r\n0\r\n\r\n"
        #expect(Self.reading("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk) == expected)
    }

    @Test("has lines up to the cap, interim replies and what stands around chunks included")
    func head() {
        let filler = String(repeating: "x", count: 400)
        let end = "Content-Length: 0\r\n\r\n"
        #expect(Self.reading("HTTP/1.1 200 OK\r\nX: \(filler)\r\nY: \(filler)\r\n" + end) == .complete)
        for head in [
            "HTTP/1.1 200 OK\r\nX: \(filler)\r\nY: \(filler)\r\nZ: \(filler)\r\n" + end,
            "HTTP/1.1 200 \(filler)\(filler)\(filler)\r\n" + end,
            "HTTP/1.1 200 OK\r\nX: \(filler)\r\n \(filler)\r\n \(filler)\r\n" + end,
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 50) + "HTTP/1.1 200 OK\r\n" + end,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: \(filler)\r\nY: \(filler)\r\nZ: \(filler)\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + String(repeating: "1;\(filler)\r\nx\r\n", count: 4) + "0\r\n\r\n",
        ] {
            #expect(Self.reading(head) == .failed(.tooLarge))
        }
    }

    @Test("is unpacked within the cap, and refused where what is packed is cut, spoilt or has something behind it")
    func packed() async throws {
        let directory = try TemporaryDirectory()
        let program = """
            import gzip, zlib
            raw = zlib.compressobj(wbits=-15)
            cases = [("gzip", gzip.compress(b"hello")), ("x-gzip", gzip.compress(b"hello")), ("deflate", zlib.compress(b"hello")),
                ("deflate", raw.compress(b"hello") + raw.flush()), ("deflate, GZIP", gzip.compress(zlib.compress(b"hello"))),
                ("gzip", gzip.compress(b"x" * 100)), ("gzip", gzip.compress(b"x" * 101)), ("gzip", gzip.compress(b"hello")[:-1]),
                ("gzip", gzip.compress(b"hello") + b"!"), ("gzip", gzip.compress(b"hello")[:-8] + bytes(8)), ("zstd", b"hello")]
            for name, body in cases:
                head = f"HTTP/1.1 200 OK\\r\\nContent-Encoding: {name}\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n".encode()
                print((head + body).hex())
            """
        try directory.write(program, to: "pack.py")
        let packer = try ChildProcess("python3", [directory.file("pack.py")], output: directory.file("cases"))
        while packer.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let readings = try directory.read("cases").split(separator: 10).map { line in
            let digits = Array(line)
            let bytes = stride(from: 0, to: digits.count, by: 2).map { place in
                UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16) ?? 0
            }
            return ReplyReading(bytes, cutAt: [bytes.count / 2], bodyCap: 100)
        }
        let hello = readings.prefix(5)
        #expect(hello.count == 5 && hello.allSatisfy { $0.progress == .complete && $0.body == "hello" })
        #expect(
            readings.dropFirst(5).map(\.progress) == [
                .complete, .failed(.tooLarge), .failed(.malformed), .failed(.malformed), .failed(.malformed),
                .failed(.malformed),
            ])
    }
}
