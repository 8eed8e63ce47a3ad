/// What a `FaultServer` does with one request, step by step.
///
/// After the last step the connection stays open for the next request, unless a step ended it.
public struct Behaviour: Sendable {
    /// One thing to do.
    public enum Step: Sendable {
        /// Reads the whole request and records it.
        case readRequest
        /// Reads the head and so many bytes of the body.
        case readBody(byteCount: Int)
        /// Waits until the next request is there whole, and leaves it to the next behaviour.
        case awaitRequest
        /// Waits until a gate is open.
        case pass(Gate)
        /// Writes bytes.
        case send([UInt8])
        /// Writes the same bytes until the client leaves.
        case sendForever([UInt8])
        /// Writes bytes one by one, with a pause after each.
        case drip([UInt8], every: Duration)
        /// Does nothing for a while, or until the client leaves.
        case pause(Duration)
        /// Does nothing for a while, whether the client leaves or not.
        case sleep(Duration)
        /// Does nothing, and reads nothing, until the client leaves.
        case hang
        /// Ends the connection in order; unread bytes turn that into a reset.
        case close
        /// Ends the connection with a reset (RST).
        case reset
        /// Goes on with the steps that suit the request just read.
        case decide(@Sendable (ReceivedRequest) -> [Step])
    }

    /// What to do, in order.
    public var steps: [Step]

    /// Takes steps.
    public init(_ steps: Step...) { self.steps = steps }

    /// Takes steps.
    public init(_ steps: [Step]) { self.steps = steps }

    /// Reads the request and answers with a JSON body, or another body, of known length; the connection is kept.
    public static func reply(
        _ body: String, status: Int = 200, headers: [String] = ["Content-Type: application/json"]
    ) -> Behaviour {
        Behaviour(.readRequest, .send(response(Array(body.utf8), status: status, headers: headers)))
    }

    /// Reads the request and answers that the message was sent.
    public static let success = reply(#"{"success":true}"#)

    /// The bytes of a response with a body of known length.
    public static func response(_ body: [UInt8], status: Int = 200, headers: [String] = []) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status) Test", "Content-Length: \(body.count)"] + headers
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}
