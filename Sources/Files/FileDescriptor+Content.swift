import Glibc

extension FileDescriptor {
    /// Reads at an offset without moving the descriptor; zero at the end of the file.
    package func read(into block: inout [UInt8], from start: Int, at offset: Int64) throws(SystemFault) -> Int {
        let count = unsafe block.withUnsafeMutableBytes { buffer in
            let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
            return Self.untilUninterrupted { unsafe pread(number, free.baseAddress, free.count, off_t(offset)) }
        }
        return try SystemFault.check(count)
    }

    /// The next bytes, at most `count`, none at the end.
    package func read(_ count: Int) throws(SystemFault) -> [UInt8] { try Self.read(number, count) }

    /// Reads to the end, at most `limit` bytes and one more; what cannot be read counts as the end.
    package func read(limit: Int) -> [UInt8] { Self.read(number, limit: limit) }

    /// Writes all bytes.
    package func write(_ bytes: [UInt8]) throws(SystemFault) { try Self.write(bytes, to: number) }

    /// Goes back to the beginning.
    package func rewind() throws(SystemFault) { try SystemFault.check(lseek(number, 0, SEEK_SET)) }

    /// Makes this the content of a small file.
    package func overwrite(with text: String) throws(SystemFault) {
        let bytes = Array(text.utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(number, $0.baseAddress, $0.count, 0) }
        guard written == bytes.count else { throw .last }
        try SystemFault.check(ftruncate(number, off_t(bytes.count)))
    }

    /// The first 16 KiB of the file; nothing when it cannot be read.
    package var head: String {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = (try? read(into: &bytes, from: 0, at: 0)) ?? 0
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Reads to the end of a descriptor that somebody else closes, at most `limit` bytes and one more.
    package static func read(_ number: Int32, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            guard let block = try? read(number, min(4_096, limit + 1 - bytes.count)), !block.isEmpty else { break }
            bytes += block
        }
        return bytes
    }

    /// Reads what a descriptor that somebody else closes, and that does not block, has now.
    package static func readAvailable(_ number: Int32) -> [UInt8] { (try? read(number, 64)) ?? [] }

    /// Writes all bytes to a descriptor that somebody else closes.
    ///
    /// - Throws: `SystemFault` also when its reader is gone.
    package static func write(_ bytes: [UInt8], to number: Int32) throws(SystemFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Whoever shares the stream may have made it non-blocking.
            if count < 0, errno == EAGAIN, takes(number, within: -1) { continue }
            if count == 0 { throw SystemFault(code: EIO) }
            rest = rest.dropFirst(try SystemFault.check(count))
        }
    }

    private static func read(_ number: Int32, _ count: Int) throws(SystemFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes { room in
            untilUninterrupted { unsafe Glibc.read(number, room.baseAddress, room.count) }
        }
        return Array(bytes.prefix(try SystemFault.check(got)))
    }

    private static func untilUninterrupted(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
