import Text

/// What waits to be written to one file: lines in order, and the live block that stays below them. Pure: it writes nothing.
struct OutputQueue {
    /// How much depends on a text.
    enum Worth {
        /// Must arrive if there is anyone to read it: errors, questions, results.
        case essential
        /// May be left out when nobody reads as fast as it comes.
        case expendable
    }

    /// What to do next.
    enum Step: Equatable {
        /// Nothing waits.
        case rest
        /// Write these bytes, whether or not that blocks.
        case write([UInt8], to: Int32)
        /// Write these bytes if they can be taken at once.
        case offer([UInt8], to: Int32)
    }

    private struct Piece {
        var bytes: [UInt8]
        var descriptor: Int32
        var worth: Worth
    }

    /// Bytes that may wait; about 80,000 lines, a few seconds of the fastest run with `-v`.
    static let limit = 4 << 20
    /// The most a pipe takes whole or not at all.
    private static let batch = 4_096

    private var pieces: [Piece] = []
    private var start = 0
    private var offered = 0
    private var dropped = 0
    private var essentialCount = 0
    private(set) var byteCount = 0
    private var block = LiveBlock()
    /// The descriptor the block is drawn on.
    private let blockDescriptor: Int32

    init(blockDescriptor: Int32) { self.blockDescriptor = blockDescriptor }

    /// Whether expendable texts are left out.
    var isFull: Bool { byteCount >= Self.limit }

    /// Whether so much waits that whoever adds to it should wait too.
    var isOverfull: Bool { byteCount >= 4 * Self.limit }

    /// Whether something essential waits.
    var hasEssential: Bool { essentialCount > 0 }

    /// Adds a text; an expendable one is counted and left out while the queue is full.
    mutating func add(_ text: String, to descriptor: Int32, _ worth: Worth) {
        if worth == .expendable, isFull {
            dropped += 1
            return
        }
        noteDropped(descriptor)
        append(text, descriptor, worth)
    }

    /// Sets the lines of the live block; none to have none.
    mutating func show(_ lines: [String]) { block.wanted = lines }

    /// Says how many lines were left out, if any were, although nothing may follow that would say so.
    mutating func noteDropped(_ descriptor: Int32) {
        guard dropped > 0 else { return }
        append(Self.note(dropped), descriptor, .essential)
        dropped = 0
    }

    /// Leaves out the expendable texts that stand before the first essential one.
    mutating func dropExpendable() {
        let kept = pieces[start...].firstIndex { $0.worth == .essential } ?? pieces.count
        guard kept > start else { return }
        let descriptor = pieces[start].descriptor
        let note = Piece(bytes: Array(Self.note(kept - start).utf8), descriptor: descriptor, worth: .essential)
        byteCount += note.bytes.count - pieces[start..<kept].reduce(0) { $0 + $1.bytes.count }
        essentialCount += 1
        pieces.replaceSubrange(..<kept, with: [note])
        start = 0
    }

    /// The next thing to do; what is offered stays until it was `taken`.
    mutating func next() -> Step {
        guard start < pieces.count else {
            guard block.isStale else { return .rest }
            return .write(Array(block.draw().utf8), to: blockDescriptor)
        }
        let head = pieces[start]
        var bytes: [UInt8] = []
        offered = 0
        for piece in pieces[start...] {
            guard piece.descriptor == head.descriptor, piece.worth == head.worth else { break }
            guard bytes.isEmpty || bytes.count + piece.bytes.count <= Self.batch else { break }
            bytes += piece.bytes
            offered += 1
        }
        if block.isOnScreen || !block.wanted.isEmpty {
            bytes = Array(block.erase().utf8) + bytes + Array(block.draw().utf8)
        }
        if head.worth == .expendable { return .offer(bytes, to: head.descriptor) }
        taken()
        return .write(bytes, to: head.descriptor)
    }

    /// Forgets what was offered last.
    mutating func taken() {
        let done = pieces[start..<start + offered]
        byteCount -= done.reduce(0) { $0 + $1.bytes.count }
        if done.first?.worth == .essential { essentialCount -= offered }
        start += offered
        offered = 0
        guard start == pieces.count || start > 4_096 else { return }
        pieces.removeFirst(start)
        start = 0
    }

    private mutating func append(_ text: String, _ descriptor: Int32, _ worth: Worth) {
        let bytes = Array(text.utf8)
        byteCount += bytes.count
        if worth == .essential { essentialCount += 1 }
        pieces.append(Piece(bytes: bytes, descriptor: descriptor, worth: worth))
    }

    private static func note(_ count: Int) -> String {
        "(\(Numbers.count(count, "line was", "lines were")) left out: nobody read them as fast as they came)\n"
    }
}
