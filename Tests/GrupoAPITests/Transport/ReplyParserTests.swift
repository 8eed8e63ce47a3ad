import Testing

@testable import GrupoAPI

@Suite("Reading a reply")
struct ReplyParserTests {
    /// A reply that is read, with what stands behind it.
    struct Good: Sendable, CustomTestStringConvertible {
        let name: String
        let head: String
        var rest = ""
        var status = 200
        var body = "hello"
        var keeps = true
        var extra = ""
        var isOpen = true

        var testDescription: String { name }
        var bytes: [UInt8] { Array((head.replacing("\n", with: "\r\n") + rest + extra).utf8) }
    }

    static let good = [
        Good(name: "a length", head: "HTTP/1.1 200 OK\nContent-Length: 5\n\n", rest: "hello"),
        Good(
            name: "another reply behind it", head: "HTTP/1.1 200 OK\ncontent-length:5\n\n", rest: "hello",
            extra: "HTTP/1.1 200 OK"),
        Good(name: "no reason", head: "HTTP/1.1 200\nContent-Length: 5\n\n", rest: "hello"),
        Good(name: "an empty reason", head: "HTTP/1.1 200 \nContent-Length: \t5 \n\n", rest: "hello"),
        Good(name: "HTTP/1.0", head: "HTTP/1.0 200 OK\nContent-Length: 5\n\n", rest: "hello", keeps: false),
        Good(name: "no body", head: "HTTP/1.1 200 OK\nContent-Length: 0\n\n", body: "", extra: "\r\n"),
        Good(
            name: "204", head: "HTTP/1.1 204 No\nContent-Length: 5\n\n", status: 204, body: "", keeps: false,
            extra: "hello"),
        Good(name: "204 alone", head: "HTTP/1.1 204 No\n\n", status: 204, body: ""),
        Good(
            name: "304", head: "HTTP/1.1 304 Same\nTransfer-Encoding: chunked\n\n", status: 304, body: "", keeps: false),
        Good(name: "the last status", head: "HTTP/1.1 999 ?\nContent-Length: 5\n\n", rest: "hello", status: 999),
        Good(name: "an end", head: "HTTP/1.1 200 OK\n\n", rest: "hello", keeps: false, isOpen: false),
        Good(name: "an empty end", head: "HTTP/1.0 200 OK\n\n", body: "", keeps: false, isOpen: false),
        Good(
            name: "close", head: "HTTP/1.1 200 OK\nConnection: x, Close\nContent-Length: 5\n\n", rest: "hello",
            keeps: false),
        Good(
            name: "a proxy's close", head: "HTTP/1.1 200 OK\nProxy-Connection: close\nContent-Length: 5\n\n",
            rest: "hello", keeps: false),
        Good(name: "keep-alive", head: "HTTP/1.1 200 OK\nConnection: keep-alive\nContent-Length: 5\n\n", rest: "hello"),
        Good(
            name: "chunks", head: "HTTP/1.1 200 OK\nTransfer-Encoding: Chunked\n\n",
            rest: "2\r\nhe\r\n03\r\nllo\r\n0\r\n\r\n",
            extra: "x"),
        Good(
            name: "chunks with blanks, extensions and a trailer",
            head: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
            rest: "2 \t\r\nhe\r\n3;a=\"b;c\"\r\nllo\r\n000;z\r\nX-Sum: 1\r\nY:\r\n\r\n"),
        Good(
            name: "chunks in HTTP/1.0", head: "HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n",
            rest: "A\r\nhellohello\r\n0\r\n\r\n", body: "hellohello", keeps: false),
        Good(
            name: "interim replies first",
            head:
                "HTTP/1.1 103 Early\nLink: </a>\nContent-Length: 9\n\nHTTP/1.1 100\n\nHTTP/1.1 200 OK\nContent-Length: 5\n\n",
            rest: "hello"),
        Good(
            name: "an interim reply that ends the connection",
            head: "HTTP/1.1 102 Wait\nConnection: close\n\nHTTP/1.1 200 OK\nContent-Length: 5\n\n", rest: "hello",
            keeps: false),
        Good(name: "bare LF", head: "", rest: "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", keeps: false),
        Good(name: "one bare LF", head: "", rest: "HTTP/1.1 200 OK\r\nContent-Length: 5\n\r\nhello", keeps: false),
        Good(
            name: "a bare LF in a trailer", head: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
            rest: "5\r\nhello\r\n0\r\nX: y\n\r\n", keeps: false),
        Good(
            name: "a folded field", head: "HTTP/1.1 200 OK\nX: a\n b\n\tc\n \nContent-Length: 5\n\n", rest: "hello",
            keeps: false),
        Good(
            name: "a length told twice", head: "HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 5\n\n",
            rest: "hello", keeps: false),
        Good(
            name: "a length told twice in one", head: "HTTP/1.1 200 OK\nContent-Length: 5 ,5\n\n", rest: "hello",
            keeps: false),
        Good(
            name: "bytes above ASCII", head: "HTTP/1.1 200 Schön\nX: é\n\n", rest: "hello", keeps: false, isOpen: false),
        Good(
            name: "encodings that are none", head: "HTTP/1.1 200 OK\nContent-Encoding: identity\nContent-Length: 5\n\n",
            rest: "hello"),
        Good(
            name: "an encoding of nothing", head: "HTTP/1.1 200 OK\nContent-Encoding: br\nContent-Length: 0\n\n",
            body: ""),
    ]

    @Test("that is one, wherever its bytes are cut", arguments: good)
    func read(_ reply: Good) {
        var expected = ReplyReading(reply.bytes, isOpen: reply.isOpen)
        #expect(expected.progress == .complete)
        #expect(expected.status == reply.status)
        #expect(expected.body == reply.body)
        #expect(expected.byteCount == reply.bytes.count - reply.extra.utf8.count)
        #expect(expected.keepsConnection == reply.keeps)
        for place in 0...reply.bytes.count {
            #expect(ReplyReading(reply.bytes, cutAt: [place], isOpen: reply.isOpen) == expected, "cut at \(place)")
        }
        #expect(ReplyReading(reply.bytes, cutAt: Array(0...reply.bytes.count), isOpen: reply.isOpen) == expected)
        // While anything is missing, and unless the end of the connection ends it, it is not taken for whole.
        guard reply.isOpen else { return }
        for count in 0..<(expected.byteCount ?? 0) {
            expected = ReplyReading(Array(reply.bytes.prefix(count)))
            #expect(expected.progress == .failed(.cut), "the first \(count)")
        }
    }

    static let bad = [
        ("an empty line", "\r\n\r\n"), ("another protocol", "220 smtp.example ESMTP\r\n"),
        ("a body alone", "{\"success\":true}"),
        ("HTTP/0.9", "<html>hello"), ("HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n"), ("HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n"),
        ("small letters", "http/1.1 200 OK\r\n\r\n"), ("ICY", "ICY 200 OK\r\n\r\n"),
        ("a blank too many", "HTTP/1.1  200 OK\r\n\r\n"),
        ("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n"), ("a status of four", "HTTP/1.1 2000 OK\r\n\r\n"),
        ("a status below 100", "HTTP/1.1 099 OK\r\n\r\n"), ("a negative status", "HTTP/1.1 -20 OK\r\n\r\n"),
        ("a NUL in the reason", "HTTP/1.1 200 O\0K\r\n\r\n"), ("a CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n"),
        ("a field without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n"),
        ("a field without a colon", "HTTP/1.1 200 OK\r\nX\r\n\r\n"),
        ("a blank before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello"),
        ("a name that is no token", "HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n"),
        ("a CR in a value", "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n"),
        ("two CR at a line's end", "HTTP/1.1 200 OK\r\nX: a\r\r\n\r\n"),
        ("a NUL in a value", "HTTP/1.1 200 OK\r\nX: a\0\r\n\r\n"),
        ("a fold at the beginning", "HTTP/1.1 200 OK\r\n X: y\r\n\r\n"),
        ("a folded length", "HTTP/1.1 200 OK\r\nContent-Length:\r\n 5\r\n\r\nhello"),
        ("a length with a fold behind it", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n \r\n\r\nhello"),
        ("a folded encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n0\r\n\r\n"),
        ("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        ("two lengths in one", "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello"),
        ("a length and nothing", "HTTP/1.1 200 OK\r\nContent-Length: 5,\r\n\r\nhello"),
        ("one length written in two ways", "HTTP/1.1 200 OK\r\nContent-Length: 5, 05\r\n\r\nhello"),
        ("no length", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello"),
        ("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello"),
        ("a length with a sign", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello"),
        ("a length in hexadecimal", "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello"),
        ("a length beyond all numbers", "HTTP/1.1 200 OK\r\nContent-Length: 92233720368547758080\r\n\r\nhello"),
        ("a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("chunks and a length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        ("another encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        ("identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nhello"),
        (
            "chunks twice",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        ("chunks in disguise", "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("a protocol nobody asked for", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
        ("an unknown packing", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello"),
        ("what is not packed", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
        (
            "too many packings",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip,gzip,gzip,gzip,gzip\r\nContent-Length: 5\r\n\r\nhello"
        ),
    ]

    static let badChunks = [
        ("no size", "\r\nhello\r\n"), ("no number", "zz\r\nhello\r\n"), ("a sign", "+5\r\nhello\r\n"),
        ("a prefix", "0x5\r\nhello\r\n"),
        ("a blank before the size", " 5\r\nhello\r\n"), ("a blank before the extension", "5 ;a\r\nhello\r\n"),
        ("a bare LF behind the size", "5\nhello\r\n"), ("a CR in the extension", "5;a\rb\r\nhello\r\n"),
        ("a size beyond all numbers", "FFFFFFFFFFFFFFFF\r\nhello\r\n"),
        ("too many digits", "000000000000000000005\r\nhello\r\n"),
        ("a chunk longer than it says", "4\r\nhello\r\n0\r\n\r\n"),
        ("a chunk shorter than it says", "6\r\nhello\r\n0\r\n\r\n"),
        ("a bare LF behind the chunk", "5\r\nhello\n0\r\n\r\n"), ("a trailer that is none", "0\r\nX\r\n\r\n"),
        ("a fold behind the last chunk", "0\r\n X: y\r\n\r\n"),
        ("a false length in the trailer", "0\r\nContent-Length: x\r\n\r\n"),
        ("an endless extension", "5;" + String(repeating: "a", count: 5_000)),
    ].map { ("chunks: " + $0.0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + $0.1) }

    @Test("that is none, or could be two, wherever its bytes are cut", arguments: bad + badChunks)
    func refused(_ name: String, _ text: String) {
        let bytes = Array(text.utf8)
        let expected = ReplyReading(bytes)
        #expect(expected.progress == .failed(.malformed))
        #expect(!expected.keepsConnection)
        for place in 0...bytes.count { #expect(ReplyReading(bytes, cutAt: [place]) == expected, "cut at \(place)") }
    }

    @Test("that the end of a connection ends needs an end that the site itself gave notice of")
    func notice() {
        let bytes = Array("HTTP/1.1 200 OK\r\n\r\nhello".utf8)
        #expect(ReplyReading(bytes, isNoticed: true).progress == .complete)
        #expect(ReplyReading(bytes, isNoticed: false).progress == .failed(.cut))
        #expect(ReplyReading(bytes, isOpen: true).progress == .reading)
        let whole = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8)
        #expect(ReplyReading(whole, isNoticed: false).progress == .complete)
    }

    @Test("keeps what the head says, of the last reply only")
    func head() {
        var parser = ReplyParser(headerCap: 1_000, bodyCap: 1_000)
        let text = """
            HTTP/1.1 103 Early\r\nRetry-After: 9\r\nLocation: /no\r\ncf-mitigated: challenge\r\n\r\nHTTP/1.1 503 Busy\r
            Retry-After: 5\r\nLOCATION:  /there \r\nretry-after: Fri, 31 Dec 2100 23:59:59 GMT\r\nCf-Mitigated: Challenge\r
            X: 1\r\n\r\n
            """
        _ = parser.take(Array(text.utf8).span)
        #expect(parser.status == 503)
        #expect(parser.head.retryAfter == ["5", "Fri, 31 Dec 2100 23:59:59 GMT"])
        #expect(parser.head.location == "/there")
        #expect(parser.head.isChallenge)
        parser = ReplyParser(headerCap: 1_000, bodyCap: 1_000)
        _ = parser.take(Array("HTTP/1.1 100 Continue\r\nRetry-After: 9\r\n\r\n".utf8).span)
        #expect(parser.status == nil)
        #expect(parser.head.retryAfter.isEmpty)
    }
}
