import FlyingSocks

/// The state of a run as server-sent events (HTML Living Standard, 9.2): one at each change, at most two a second, the last one when
/// the run has ended.
struct EventStream: AsyncBufferedSequence {
    typealias Element = UInt8

    let board: WatchBoard
    let seat: WatchBoard.Seat
    let state: @Sendable () -> String

    func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        private static let look: Duration = .milliseconds(100)
        private static let looksBetweenEvents = 5
        /// After so many looks without a change a comment is written, to find out whether the reader is still there.
        private static let longestSilence = 150

        private let stream: EventStream
        private var told: String?
        private var isOver = false

        init(stream: EventStream) { self.stream = stream }

        // The protocol asks for it, and FlyingFox reads a body by `nextBuffer` alone.
        mutating func next() async throws -> UInt8? {
            preconditionFailure("a body is read in blocks")
        }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            guard !isOver else { return nil }
            var looks = told == nil ? Self.looksBetweenEvents : 0
            while true {
                if let last = stream.board.last {
                    isOver = true
                    return Array("event: end\ndata: \(last)\n\n".utf8)
                }
                if looks >= Self.looksBetweenEvents, looks.isMultiple(of: Self.looksBetweenEvents) {
                    let state = stream.state()
                    if state != told {
                        told = state
                        return Array("data: \(state)\n\n".utf8)
                    }
                }
                guard looks < Self.longestSilence else { return Array(": still here\n\n".utf8) }
                try await Task.sleep(for: Self.look)
                looks += 1
            }
        }
    }
}
