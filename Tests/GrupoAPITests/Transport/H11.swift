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
        import binascii, h11

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

        def answer(case):
            try:
                status, body = read(case)
                return f"{status} {binascii.hexlify(body).decode()}."
            except h11.ProtocolError:
                return "refused"
        """#

    /// The Python that has h11: the one that stands first in PATH, or the system's.
    private static func findPython() -> String? {
        ["python3", "/usr/bin/python3"].first { (try? Python.run(["-c", "import h11"], as: $0)) == 0 }
    }

    /// What h11 makes of each reply; nil where it refuses.
    static func read(_ replies: [[UInt8]]) throws -> [Reading?] {
        let python = try #require(findPython(), "install h11: apt install python3-h11, or pip install h11")
        return try Python.answers(of: program, to: replies, as: python).map { answer in
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
