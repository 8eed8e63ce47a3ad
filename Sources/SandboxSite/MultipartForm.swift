/// A `multipart/form-data` body, taken apart more strictly than any real site does it.
///
/// A site that overlooks a fault of the sender would hide it; this reader refuses duplicate names, parts with headers
/// other than the two the API needs, text before the first boundary, and anything after the last.
struct MultipartForm {
    /// One part of a form.
    struct Part {
        var name: String
        /// The upload's name; nil for a plain field.
        var fileName: String?
        var contentType: String?
        var content: ArraySlice<UInt8>

        /// The content as text; nil for an upload or for bytes that are not UTF-8.
        var text: String? { fileName == nil ? String(validating: content, as: UTF8.self) : nil }
    }

    /// The parts in the order they arrived; no two share a name.
    private(set) var parts: [Part] = []

    static let partLimit = 32
    static let headerByteLimit = 8_192

    /// Reads a whole body; throws `SandboxRefusal.invalidForm` for anything but a well-formed one.
    init(body: [UInt8], boundary: String) throws(SandboxRefusal) {
        let opening = Array("--\(boundary)\r\n".utf8)
        let delimiter = Array("\r\n--\(boundary)".utf8)
        guard body.starts(with: opening) else { throw .invalidForm }
        var rest = body[opening.count...]
        while true {
            guard let end = rest.firstRange(of: delimiter), parts.count < Self.partLimit else { throw .invalidForm }
            let part = try Self.part(rest[..<end.lowerBound])
            guard self[part.name] == nil else { throw .invalidForm }
            parts.append(part)
            rest = rest[end.upperBound...]
            if rest.elementsEqual(Self.close) || rest.elementsEqual(Self.closeAndLineBreak) { return }
            guard rest.starts(with: Self.lineBreak) else { throw .invalidForm }
            rest = rest.dropFirst(Self.lineBreak.count)
        }
    }

    /// The part of this name, or nil.
    subscript(name: String) -> Part? { parts.first { $0.name == name } }

    /// The boundary a `Content-Type` names; nil unless it is `multipart/form-data` with one.
    static func boundary(ofContentType value: String?) -> String? {
        guard let value else { return nil }
        let pieces = value.split(separator: ";", maxSplits: 1).map { $0.drop { $0 == " " } }
        guard pieces.count == 2, pieces[0].lowercased() == "multipart/form-data" else { return nil }
        guard pieces[1].hasPrefix("boundary=") else { return nil }
        var boundary = pieces[1].dropFirst("boundary=".count)
        if boundary.count > 1, boundary.first == "\"", boundary.last == "\"" {
            boundary = boundary.dropFirst().dropLast()
        }
        let isPlain = boundary.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        return (1...70).contains(boundary.utf8.count) && isPlain ? String(boundary) : nil
    }

    private static let lineBreak = Array("\r\n".utf8)
    private static let close = Array("--".utf8)
    private static let closeAndLineBreak = Array("--\r\n".utf8)
    private static let blankLine = Array("\r\n\r\n".utf8)

    private static func part(_ bytes: ArraySlice<UInt8>) throws(SandboxRefusal) -> Part {
        let head = bytes.prefix(headerByteLimit)
        guard let end = head.firstRange(of: blankLine),
            let text = String(validating: head[..<end.lowerBound], as: UTF8.self)
        else { throw .invalidForm }
        return try PartHead(text).part(with: bytes[end.upperBound...])
    }
}

extension Collection<UInt8> where Self: RandomAccessCollection, Index == Int {
    /// Where the bytes first stand; looks for their first byte alone before it compares, since bodies are large.
    fileprivate func firstRange(of bytes: [UInt8]) -> Range<Int>? {
        guard let first = bytes.first else { return nil }
        var index = startIndex
        while index + bytes.count <= endIndex {
            guard self[index] == first else {
                index += 1
                continue
            }
            if bytes.indices.allSatisfy({ self[index + $0] == bytes[$0] }) { return index..<(index + bytes.count) }
            index += 1
        }
        return nil
    }
}
