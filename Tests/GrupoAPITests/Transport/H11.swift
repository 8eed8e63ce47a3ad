import Foundation
import TestSupport
import Testing

/// h11, Python's strict reader of HTTP/1.1, as a second opinion: one process for all replies.
enum H11 {
    /// What it makes of a reply that answers a POST, after which the connection ends.
    struct Reading: Hashable {
        let status: Int
        let body: [UInt8]
    }

    private static let program = #"""
        import binascii, struct, sys
        import h11

        def read(data):
            connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)
            connection.send(h11.Request(method="POST", target="/", headers=[("Host", "a"), ("Content-Length", "0")]))
            connection.send(h11.EndOfMessage())
            connection.receive_data(data)
            status, body, has_ended = None, b"", False
            while True:
                event = connection.next_event()
                if event is h11.NEED_DATA:
                    if has_ended or not data:
                        raise h11.RemoteProtocolError("nothing more comes")
                    has_ended = True
                    connection.receive_data(b"")
                elif isinstance(event, h11.Response):
                    status = event.status_code
                elif isinstance(event, h11.Data):
                    body += event.data
                elif isinstance(event, h11.EndOfMessage):
                    return status, bytes(body)
                elif not isinstance(event, h11.InformationalResponse):
                    raise h11.RemoteProtocolError("no reply")

        data = open(sys.argv[1], "rb").read()
        place = 0
        with open(sys.argv[2], "w") as out:
            while place < len(data):
                size, = struct.unpack_from("<I", data, place)
                case = data[place + 4:place + 4 + size]
                place += 4 + size
                try:
                    status, body = read(case)
                    out.write(f"{status} {binascii.hexlify(body).decode()}.\n")
                except h11.ProtocolError:
                    out.write("refused\n")
        """#

    /// The Python that has h11: the one that stands first in PATH, or the system's.
    private static func findPython() -> String? {
        ["python3", "/usr/bin/python3"].first { name in
            (try? run(name, ["-c", "import h11"])) == 0
        }
    }

    private static func run(_ python: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What h11 makes of each reply; nil where it refuses.
    static func read(_ replies: [[UInt8]]) throws -> [Reading?] {
        let python = try #require(findPython(), "install h11: apt install python3-h11, or pip install h11")
        let folder = try TemporaryDirectory()
        var input: [UInt8] = []
        for reply in replies {
            input += (0..<4).map { UInt8(truncatingIfNeeded: reply.count >> (8 * $0)) }
            input += reply
        }
        try folder.write(input, to: "cases")
        try #require(try run(python, ["-c", program, folder.file("cases"), folder.file("answers")]) == 0)
        let answers = try folder.read("answers").split(separator: 10)
        try #require(answers.count == replies.count)
        return answers.map { answer in
            let words = answer.split(separator: 32)
            guard words.count == 2, let status = Int(String(decoding: words[0], as: UTF8.self)) else { return nil }
            let digits = Array(words[1].dropLast())
            return Reading(
                status: status,
                body: stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) })
        }
    }

    private static func value(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
}
