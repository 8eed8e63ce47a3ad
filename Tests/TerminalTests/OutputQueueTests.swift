import Testing

@testable import grupo_batch

@Suite("What waits to be written")
struct OutputQueueTests {
    private static let descriptor: Int32 = 2
    private static let drawn = "\u{1B}[?7l\rone\u{1B}[K\ntwo\u{1B}[J\r\u{1B}[?7h\u{1B}[1A"

    /// Takes everything and returns what a reader would see.
    private func written(_ queue: inout OutputQueue) -> String {
        var bytes: [UInt8] = []
        while true {
            switch queue.next() {
            case .rest: return String(decoding: bytes, as: UTF8.self)
            case .write(let more, _): bytes += more
            case .offer(let more, _):
                bytes += more
                queue.taken()
            }
        }
    }

    @Test("Lines come out in the order they went in, whatever they are worth")
    func keepsOrder() {
        var queue = OutputQueue(blockDescriptor: 2)
        for number in 0..<10_000 {
            queue.add("\(number)\n", to: Self.descriptor, number % 7 == 0 ? .essential : .expendable)
        }
        #expect(written(&queue) == (0..<10_000).map { "\($0)\n" }.joined())
        #expect(queue.byteCount == 0)
        #expect(!queue.hasEssential)
    }

    @Test("What is offered stays until it was taken")
    func offersAgain() {
        var queue = OutputQueue(blockDescriptor: 2)
        queue.add("row 2\n", to: Self.descriptor, .expendable)
        let first = queue.next()
        #expect(first == .offer(Array("row 2\n".utf8), to: 2))
        #expect(queue.next() == first)
        queue.taken()
        #expect(queue.next() == .rest)
    }

    @Test("A full queue leaves out expendable lines, keeps essential ones, and says how many are missing")
    func leavesOut() {
        var queue = OutputQueue(blockDescriptor: 2)
        let line = String(repeating: "x", count: 1_023) + "\n"
        for _ in 0..<OutputQueue.limit / 1_024 + 5 { queue.add(line, to: Self.descriptor, .expendable) }
        queue.add("Stopped\n", to: Self.descriptor, .essential)
        #expect(queue.byteCount < OutputQueue.limit + 1_024)
        let text = written(&queue)
        #expect(text.count { $0 == "x" } == OutputQueue.limit / 1_024 * 1_023)
        #expect(text.hasSuffix("(5 lines were left out: nobody read them as fast as they came)\nStopped\n"))
    }

    @Test("What was left out last is said although nothing follows")
    func saysSoAtTheEnd() {
        var queue = OutputQueue(blockDescriptor: 2)
        queue.add(String(repeating: "x", count: OutputQueue.limit) + "\n", to: Self.descriptor, .expendable)
        queue.add("lost\n", to: Self.descriptor, .expendable)
        queue.noteDropped(Self.descriptor)
        #expect(written(&queue).hasSuffix("\n(1 line was left out: nobody read them as fast as they came)\n"))
    }

    @Test("Expendable lines give way to the essential one behind them, and only those before it")
    func givesWay() {
        var queue = OutputQueue(blockDescriptor: 2)
        queue.add("row 2\n", to: Self.descriptor, .expendable)
        queue.add("row 3\n", to: Self.descriptor, .expendable)
        queue.add("Stopping\n", to: Self.descriptor, .essential)
        queue.add("row 4\n", to: Self.descriptor, .expendable)
        #expect(queue.hasEssential)
        queue.dropExpendable()
        #expect(
            written(&queue)
                == "(2 lines were left out: nobody read them as fast as they came)\nStopping\nrow 4\n")
        #expect(queue.byteCount == 0)
        #expect(!queue.hasEssential)
    }

    @Test("A batch for a pipe is never longer than what the pipe takes whole")
    func keepsBatchesShort() {
        var queue = OutputQueue(blockDescriptor: 2)
        for _ in 0..<100 { queue.add(String(repeating: "x", count: 99) + "\n", to: Self.descriptor, .expendable) }
        guard case .offer(let bytes, _) = queue.next() else {
            Issue.record("nothing was offered")
            return
        }
        #expect(bytes.count == 4_000)
    }

    @Test("Lines for two streams keep their order and their streams")
    func keepsStreams() {
        var queue = OutputQueue(blockDescriptor: 2)
        queue.add("problem\n", to: 2, .essential)
        queue.add("summary\n", to: 1, .essential)
        #expect(queue.next() == .write(Array("problem\n".utf8), to: 2))
        #expect(queue.next() == .write(Array("summary\n".utf8), to: 1))
        #expect(queue.next() == .rest)
    }

    @Test("A line scrolls above the block, which is drawn again below it")
    func scrollsAboveTheBlock() {
        var queue = OutputQueue(blockDescriptor: 2)
        queue.show(["one", "two"])
        #expect(written(&queue) == Self.drawn)
        queue.add("row 2\n", to: Self.descriptor, .essential)
        #expect(
            written(&queue)
                == "\r\u{1B}[K\u{1B}[C\u{1B}[J\rrow 2\n" + Self.drawn)
    }

    @Test("A block that did not change is not drawn again, and one that goes leaves nothing")
    func drawsOnlyChanges() {
        var queue = OutputQueue(blockDescriptor: 2)
        queue.show(["one"])
        _ = written(&queue)
        queue.show(["one"])
        #expect(queue.next() == .rest)
        queue.show([])
        #expect(written(&queue) == "\r\u{1B}[K\u{1B}[C\u{1B}[J\r")
        queue.add("Send? ", to: Self.descriptor, .essential)
        #expect(written(&queue) == "Send? ")
    }
}
