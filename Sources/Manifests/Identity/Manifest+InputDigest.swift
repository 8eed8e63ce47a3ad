import Digests

extension Manifest {
    /// SHA-256 of the file's bytes, as `ManifestCheck.inputDigest` has it, without reading the rows.
    ///
    /// Throws a `ManifestFault` when the file cannot be read, or changed since it was opened.
    package func inputDigest() throws(ManifestFault) -> SHA256Digest {
        let hasher = SHA256Hasher()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var offset: Int64 = 0
        while true {
            let count = try file.read(into: &buffer, from: 0, at: offset)
            guard count > 0 else { break }
            hasher.update(buffer.span.extracting(0..<count))
            offset += Int64(count)
        }
        return hasher.finish()
    }
}
