/// A member of an archive that is read as XML, block by block.
final class XMLStream {
    private let member: ZipReader
    private let reader: XMLReader
    private var isFinished = false

    init(_ file: PackedFile, _ name: String, _ handler: XMLHandler) throws {
        member = try file.open(name)
        reader = XMLReader(handler)
    }

    /// Reads the next block; false when the document was read to its end.
    func step() throws -> Bool {
        if isFinished { return false }
        if try unsafe member.read({ try unsafe reader.feed($0) }) { return true }
        isFinished = true
        try reader.finish()
        return true
    }

    /// How much of the document was read, from 0 to 1.
    var share: Double {
        member.memberByteCount > 0 ? min(1, Double(member.byteCount) / Double(member.memberByteCount)) : 1
    }

    /// Reads a whole document.
    static func read(_ file: PackedFile, _ name: String, _ handler: XMLHandler) throws {
        let stream = try XMLStream(file, name, handler)
        while try stream.step() { continue }
    }
}
