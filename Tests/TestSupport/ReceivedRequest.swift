/// A complete HTTP request as a server read it.
public struct ReceivedRequest: Sendable {
    /// One part of a multipart form.
    public struct Part: Sendable, Hashable {
        /// The field's name.
        public var name: String
        /// The file's name, as it stands in the header; nil for a plain field.
        public var fileName: String?
        /// The part's Content-Type.
        public var contentType: String?
        /// The part's bytes.
        public var bytes: [UInt8]
        /// The part's bytes as text.
        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// The request line and the header lines, without the blank line that ends them.
    public let head: String
    /// The body's bytes.
    public let body: [UInt8]
    /// The number of the connection it came on, from 0.
    public let connection: Int

    /// The request line's first two words, like `POST /api_request/`.
    public var target: String { head.prefix { $0 != "\r\n" }.split(separator: " ").prefix(2).joined(separator: " ") }

    /// The value of the first header of that name, in any case; nil if there is none.
    public func header(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
                continue
            }
            return String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return nil
    }

    /// The form's parts in order; empty if the body is no multipart form.
    public var parts: [Part] {
        guard let type = header("content-type"), let mark = type.range(of: "boundary=") else { return [] }
        let delimiter = Array(("\r\n--" + type[mark.upperBound...]).utf8)
        var pieces = (Array("\r\n".utf8) + body).split(separator: delimiter)
        guard !pieces.isEmpty, pieces.removeLast().starts(with: Array("--".utf8)) else { return [] }
        return pieces.compactMap(Self.part)
    }

    /// The text of the first part of that name; nil if there is none.
    public func field(_ name: String) -> String? { parts.first { $0.name == name }?.text }

    private static func part(_ piece: ArraySlice<UInt8>) -> Part? {
        let pieces = piece.split(separator: Array("\r\n\r\n".utf8), maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2 else { return nil }
        let head = String(decoding: pieces[0], as: UTF8.self)
        guard let name = head.quoted(after: "; name=\"") else { return nil }
        let type = head.range(of: "Content-Type: ").map { String(head[$0.upperBound...].prefix { $0 != "\r\n" }) }
        return Part(
            name: name, fileName: head.quoted(after: "; filename=\""), contentType: type, bytes: Array(pieces[1]))
    }
}

extension String {
    fileprivate func quoted(after mark: String) -> String? {
        range(of: mark).map { String(self[$0.upperBound...].prefix { $0 != "\"" }) }
    }
}
