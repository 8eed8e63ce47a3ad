import CZlib

/// Unpacks a body that came packed although nobody asked for that: some hosts pack whatever they send.
enum BodyEncoding {
    /// The version of zlib in use.
    static var zlibVersion: String { unsafe String(cString: CZlib.zlibVersion()) }

    /// The most encodings that may lie over one another.
    private static let most = 4

    /// The body as it was before it was packed; `encodings` are named in the order in which they were applied.
    static func unpack(_ body: [UInt8], encodings: [String], cap: Int) throws(ReplyParser.Fault) -> [UInt8] {
        guard encodings.count <= most else { throw .malformed }
        var body = body
        for name in encodings.reversed() where name != "identity" && !name.isEmpty {
            switch name {
            // RFC 9110, 8.4.1.3: 31 has zlib read a gzip header, 15 its own.
            case "gzip", "x-gzip": body = try inflate(body, window: 31, cap: cap)
            case "deflate": body = try inflate(body, window: looksWrapped(body) ? 15 : -15, cap: cap)
            default: throw .malformed
            }
        }
        return body
    }

    /// Whether a body begins with zlib's header (RFC 1950, 2.2), which many leave out of `deflate` (RFC 9110, 8.4.1.2).
    private static func looksWrapped(_ body: [UInt8]) -> Bool {
        body.count >= 2 && body[0] & 0x0F == 8 && (Int(body[0]) << 8 | Int(body[1])) % 31 == 0
    }

    /// Inflates one stream, which must be whole and have nothing behind it.
    private static func inflate(_ packed: [UInt8], window: Int32, cap: Int) throws(ReplyParser.Fault) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe grupo_inflate_begin(&stream, window) == Z_OK else { throw .malformed }
        defer { _ = unsafe inflateEnd(&stream) }
        var packed = packed
        var status = Z_OK
        var unpacked: [UInt8] = []
        unsafe packed.withUnsafeMutableBufferPointer { input in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(input.count)
            var piece = [UInt8](repeating: 0, count: 16_384)
            repeat {
                let made = unsafe piece.withUnsafeMutableBufferPointer { output in
                    unsafe stream.next_out = output.baseAddress
                    unsafe stream.avail_out = UInt32(output.count)
                    status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                    return unsafe output.count - Int(stream.avail_out)
                }
                unpacked += piece[..<made]
                if made == 0, status == Z_OK || status == Z_BUF_ERROR { break }
            } while status == Z_OK && unpacked.count <= cap
        }
        guard unpacked.count <= cap else { throw .tooLarge }
        guard status == Z_STREAM_END, unsafe stream.avail_in == 0 else { throw .malformed }
        return unpacked
    }
}
