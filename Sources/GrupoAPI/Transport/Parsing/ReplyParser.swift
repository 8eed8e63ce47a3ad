/// Reads one reply of HTTP/1.1, in whatever pieces its bytes come: strictly, within limits, and never past its end.
///
/// Pure. What can be read in two ways is no reply (RFC 9112, 6.3): two lengths, a length and chunks, chunks of doubtful size,
/// HTTP/0.9. What cheap hosts write and everybody reads alike is read: a bare LF as a line's end (2.2), folded fields (5.2), a
/// length that is told twice. But after that the connection is not to be used again.
struct ReplyParser: Sendable {
    /// How far the reply has come.
    enum Progress: Sendable, Hashable {
        /// More is to come.
        case reading
        /// It is there whole.
        case complete
        /// No reply will come of it.
        case failed(Fault)
    }

    /// Why there is no reply.
    enum Fault: Error, Hashable {
        /// The bytes are no reply, or could be taken for two different ones, or cannot be unpacked.
        case malformed
        /// There are more than are taken.
        case tooLarge
        /// The connection ended too early.
        case cut
    }

    private enum Stage { case statusLine, fields, length(left: Int64), chunks, connection, switched, over }

    /// How far the reply has come.
    private(set) var progress = Progress.reading
    /// The head so far; of an interim reply until the next one begins.
    private(set) var head = ReplyHead()
    /// The body so far; when the reply is complete, unpacked.
    private(set) var body: [UInt8] = []

    private let headerCap: Int
    private let bodyCap: Int
    private var stage = Stage.statusLine
    private var chunks = ChunkReader()
    /// What came of a line that is not over.
    private var line: [UInt8] = []
    /// A field that may go on in the next line.
    private var field: [UInt8] = []
    /// The fields behind the last chunk, which are looked at and forgotten.
    private var trailer: ReplyHead?
    private var headerByteCount = 0

    /// Waits for a reply.
    ///
    /// - Parameters:
    ///   - headerCap: the most bytes of all heads, interim ones included, and of what stands around chunks.
    ///   - bodyCap: the most bytes of the body, as it came and unpacked.
    init(headerCap: Int, bodyCap: Int) {
        self.headerCap = headerCap
        self.bodyCap = bodyCap
    }

    /// The status of the final reply; nil before its status line.
    var status: Int? { head.status >= 200 ? head.status : nil }

    /// Whether another reply may follow on the same connection.
    var keepsConnection: Bool { progress == .complete && head.keepsConnection && trailer?.isOdd != true }

    /// Takes bytes and returns how many of them belong to the reply: all, unless it is over.
    mutating func take(_ bytes: Span<UInt8>) -> Int {
        var place = 0
        while place < bytes.count, progress == .reading {
            switch stage {
            case .statusLine, .fields: takeHead(bytes, &place)
            case .length(let left): takeBody(bytes, &place, left: left)
            case .chunks: takeChunks(bytes, &place)
            case .connection: takeBody(bytes, &place, left: .max)
            case .switched: fail(.malformed)
            case .over: return place
            }
        }
        return place
    }

    /// The connection ended.
    ///
    /// - Parameter isNoticed: whether the site itself said so. Over TLS an end without `close_notify` may be anybody's (RFC 8446,
    ///   6.1), and nobody knows what would have followed.
    mutating func end(isNoticed: Bool) {
        guard progress == .reading else { return }
        if case .connection = stage, isNoticed { complete() } else { fail(.cut) }
    }

    // MARK: - Head

    private mutating func takeHead(_ bytes: Span<UInt8>, _ place: inout Int) {
        let isWhole = takeLine(bytes, &place)
        if case .statusLine = stage, !Self.mayBeStatusLine(line.span) { return fail(.malformed) }
        guard isWhole, endLine(mayLackReturn: true) else { return }
        defer { line.removeAll(keepingCapacity: true) }
        if case .statusLine = stage {
            guard head.takeStatusLine(line) else { return fail(.malformed) }
            stage = .fields
        } else if takeFieldLine() {
            beginBody()
        }
    }

    /// Takes a line of the head or the trailer; true at its end.
    private mutating func takeFieldLine() -> Bool {
        if let first = line.first, FieldLine.isBlank(first) {
            // A folded field, unless there is none to go on, or it says where the body ends.
            guard !field.isEmpty, !ReplyHead.isFraming(field.span), FieldLine.isText(line.span) else {
                fail(.malformed)
                return false
            }
            noteOdd()
            field += line
            return false
        }
        guard takeField() else {
            fail(.malformed)
            return false
        }
        swap(&field, &line)
        return field.isEmpty
    }

    /// Takes the field that is over now; false if it makes no sense.
    private mutating func takeField() -> Bool {
        guard !field.isEmpty else { return true }
        defer { field.removeAll(keepingCapacity: true) }
        return trailer?.takeField(field) ?? head.takeField(field)
    }

    private mutating func noteOdd() {
        if trailer == nil { head.noteOdd() } else { trailer?.noteOdd() }
    }

    private mutating func beginBody() {
        if head.status < 200 {
            // Nobody asked for another protocol: what follows is not HTTP, if anything does.
            if head.status == 101 { stage = .switched } else { stage = .statusLine }
            head = head.next()
            return
        }
        switch head.framing() {
        case nil: fail(.malformed)
        case .nothing, .length(0): complete()
        case .length(let count): if count > bodyCap { fail(.tooLarge) } else { stage = .length(left: count) }
        case .chunks: stage = .chunks
        case .end: stage = .connection
        }
    }

    /// Whether a line can still become a status line.
    private static func mayBeStatusLine(_ line: Span<UInt8>) -> Bool {
        let beginning = "HTTP/1.".utf8.span
        for index in 0..<min(beginning.count, line.count) where line[index] != beginning[index] { return false }
        return true
    }

    // MARK: - Body

    private mutating func takeBody(_ bytes: Span<UInt8>, _ place: inout Int, left: Int64) {
        let count = Int(min(Int64(bytes.count - place), left))
        guard append(bytes.extracting(place..<place + count)) else { return }
        place += count
        guard case .length = stage else { return }
        if left == Int64(count) { complete() } else { stage = .length(left: left - Int64(count)) }
    }

    private mutating func takeChunks(_ bytes: Span<UInt8>, _ place: inout Int) {
        switch chunks.stage {
        case .size:
            let isWhole = takeLine(bytes, &place)
            guard line.count <= ChunkReader.longestLine else { return fail(.malformed) }
            guard isWhole else { return }
            defer { line.removeAll(keepingCapacity: true) }
            // RFC 9112, 2.2, allows a bare LF for the lines of a head only.
            guard endLine(mayLackReturn: false), let extra = chunks.takeSize(line) else { return fail(.malformed) }
            noteHeaderBytes(extra)
            if case .data(let size) = chunks.stage, size > Int64(bodyCap - body.count) { fail(.tooLarge) }
            if chunks.stage == .trailer { trailer = ReplyHead() }
        case .data(let left):
            let count = Int(min(Int64(bytes.count - place), left))
            guard append(bytes.extracting(place..<place + count)) else { return }
            place += count
            chunks.stage = left == Int64(count) ? .dataEnd(count: 0) : .data(left: left - Int64(count))
        case .dataEnd(let count):
            guard bytes[place] == (count == 0 ? 0x0D : 0x0A) else { return fail(.malformed) }
            place += 1
            chunks.stage = count == 0 ? .dataEnd(count: 1) : .size
        case .trailer:
            guard takeLine(bytes, &place), endLine(mayLackReturn: true) else { return }
            defer { line.removeAll(keepingCapacity: true) }
            if takeFieldLine() { complete() }
        }
    }

    private mutating func append(_ bytes: Span<UInt8>) -> Bool {
        let taken = bytes.extracting(first: bodyCap - body.count)
        unsafe taken.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
        if taken.count < bytes.count { fail(.tooLarge) }
        return taken.count == bytes.count
    }

    private mutating func complete() {
        stage = .over
        progress = .complete
        guard !head.encodings.isEmpty, !body.isEmpty else { return }
        do throws(Fault) {
            body = try BodyEncoding.unpack(body, encodings: head.encodings, cap: bodyCap)
        } catch {
            body = []
            progress = .failed(error)
        }
    }

    private mutating func fail(_ fault: Fault) {
        progress = .failed(fault)
        stage = .over
    }

    // MARK: - Lines

    /// Takes the bytes of a line up to its LF; true if it came.
    private mutating func takeLine(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
        var end = place
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        let isWhole = end < bytes.count
        if isWhole { end += 1 }
        let piece = bytes.extracting(place..<end)
        unsafe piece.withUnsafeBufferPointer { unsafe line.append(contentsOf: $0) }
        if case .chunks = stage, chunks.stage == .size {} else { noteHeaderBytes(piece.count) }
        place = end
        return isWhole && progress == .reading
    }

    /// Removes a line's end; false if it is not what it must be.
    private mutating func endLine(mayLackReturn: Bool) -> Bool {
        line.removeLast()
        if line.last == 0x0D {
            line.removeLast()
            return true
        }
        if mayLackReturn { noteOdd() }
        return mayLackReturn
    }

    private mutating func noteHeaderBytes(_ count: Int) {
        headerByteCount += count
        if headerByteCount > headerCap { fail(.tooLarge) }
    }
}
