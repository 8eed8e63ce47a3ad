/// A size in bytes as people write it.
package struct ByteCount: Sendable, Hashable {
    /// The size in bytes.
    package var bytes: Int64

    /// Takes a number of bytes.
    package init(bytes: Int64) { self.bytes = bytes }

    /// Reads `2MiB`, `500KB`, `1.5 GB`, `1048576`; nil for anything else and for zero.
    package init?(text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        let factors: [String: Double] = [
            "": 1, "b": 1, "k": 1_024, "kb": 1_000, "kib": 1_024, "m": 1_048_576, "mb": 1_000_000, "mib": 1_048_576,
            "g": 1_073_741_824, "gb": 1_000_000_000, "gib": 1_073_741_824,
        ]
        guard let number = Double(digits), let factor = factors[unit] else { return nil }
        let bytes = number * factor
        guard bytes >= 1, bytes < 9e18 else { return nil }
        self.bytes = Int64(bytes)
    }

    /// The size for people: `1 byte`, `512 bytes`, `4.2 KiB`, `2 MiB`.
    package var text: String {
        guard bytes != 1 else { return "1 byte" }
        var (value, unit) = (Double(bytes), "bytes")
        for larger in ["KiB", "MiB", "GiB", "TiB"] where value >= 1_024 { (value, unit) = (value / 1_024, larger) }
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
