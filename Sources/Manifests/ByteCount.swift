/// Sizes as people write them.
enum ByteCount {
    /// "512 bytes", "1.5 MiB" and the like.
    static func text(_ count: some BinaryInteger) -> String {
        let units: [(Int64, String)] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        let count = Int64(count)
        for (size, name) in units where count >= size {
            let tenths = (count * 10 + size / 2) / size
            return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return count == 1 ? "1 byte" : "\(count) bytes"
    }
}
