import Foundation

/// One connection of a `FaultServer`, served by one thread.
struct FaultConnection {
    let core: FaultServerCore
    let socket: LoopbackSocket
    let number: Int

    private var buffer: [UInt8] = []
    private var lastRequest: ReceivedRequest?
    private var isCounted = false

    init(core: FaultServerCore, socket: LoopbackSocket, number: Int) {
        self.core = core
        self.socket = socket
        self.number = number
    }

    /// Serves requests until one side ends the connection.
    consuming func serve() {
        while !core.isStopped, !buffer.isEmpty || socket.waitForBytes() {
            enter()
            let goesOn = perform(core.nextBehaviour().steps)
            leave()
            core.record.withLock { $0.finishedCount += 1 }
            if !goesOn { break }
        }
        if !buffer.isEmpty { core.record.withLock { [buffer] in $0.fragments.append(buffer) } }
    }

    /// Does steps; false when the connection is over.
    private mutating func perform(_ steps: [Behaviour.Step]) -> Bool {
        for step in steps {
            switch step {
            case .readRequest: guard readRequest() else { return false }
            case .awaitRequest: guard bufferRequest() != nil else { return false }
            case .pass(let gate): gate.wait()
            case .readBody(let byteCount): guard readBody(byteCount) else { return false }
            case .send(let bytes):
                leave()
                guard socket.write(bytes) else { return false }
            case .sendForever(let bytes):
                while socket.write(bytes), !core.isStopped {}
                return false
            case .drip(let bytes, let interval):
                leave()
                for byte in bytes {
                    guard socket.write([byte]), !socket.waitForEnd(atMost: interval) else { return false }
                }
            case .pause(let duration): guard !socket.waitForEnd(atMost: duration) else { return false }
            case .sleep(let duration): Thread.sleep(forTimeInterval: duration / .seconds(1))
            case .hang:
                while !socket.waitForEnd(atMost: .seconds(60)) {}
                return false
            case .close: return false
            case .reset:
                socket.resetWhenClosed()
                return false
            case .decide(let choose):
                guard let lastRequest, perform(choose(lastRequest)) else { return false }
            }
        }
        return true
    }

    private mutating func readRequest() -> Bool {
        guard let request = bufferRequest() else { return false }
        buffer.removeFirst(request.head.utf8.count + 4 + request.body.count)
        lastRequest = request
        core.record.withLock { $0.requests.append(request) }
        return true
    }

    /// Reads until a whole request is in the buffer, and leaves it there.
    private mutating func bufferRequest() -> ReceivedRequest? {
        guard let headEnd = readHead() else { return nil }
        let head = String(decoding: buffer[..<headEnd], as: UTF8.self)
        let byteCount =
            ReceivedRequest(head: head, body: [], connection: number).header("content-length").flatMap(Int.init) ?? 0
        let bodyStart = headEnd + 4
        guard readBytes(until: bodyStart + byteCount) else { return nil }
        let body = Array(buffer[bodyStart..<bodyStart + byteCount])
        return ReceivedRequest(head: head, body: body, connection: number)
    }

    private mutating func readBody(_ byteCount: Int) -> Bool {
        guard let headEnd = readHead() else { return false }
        return readBytes(until: headEnd + 4 + byteCount, exactly: true)
    }

    /// Reads up to the blank line and returns where the head ends.
    private mutating func readHead() -> Int? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) { return end.lowerBound }
            guard read(atMost: 4_096) else { return nil }
        }
    }

    private mutating func readBytes(until count: Int, exactly: Bool = false) -> Bool {
        while buffer.count < count {
            guard read(atMost: exactly ? min(65_536, count - buffer.count) : 65_536) else { return false }
        }
        return true
    }

    private mutating func read(atMost limit: Int) -> Bool {
        guard let bytes = socket.read(atMost: limit) else { return false }
        buffer += bytes
        core.record.withLock { $0.receivedByteCount += bytes.count }
        return true
    }

    private mutating func enter() {
        isCounted = true
        core.record.withLock { record in
            record.concurrency += 1
            record.peakConcurrency = max(record.peakConcurrency, record.concurrency)
        }
    }

    private mutating func leave() {
        if isCounted { core.record.withLock { $0.concurrency -= 1 } }
        isCounted = false
    }
}
