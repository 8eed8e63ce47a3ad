/// The line that separates the parts of a form: sixteen hyphens, then 128 random bits in hexadecimal.
struct FormBoundary: Sendable, Hashable {
    /// The boundary as the Content-Type header names it; inside the form two more hyphens stand before it.
    let text: String

    /// Draws a new boundary from the system's random source.
    init() {
        var generator = SystemRandomNumberGenerator()
        self.init(randomBits: (generator.next(), generator.next()))
    }

    /// Makes the boundary of given bits.
    init(randomBits: (UInt64, UInt64)) {
        text = "----------------" + Self.hexadecimal(randomBits.0) + Self.hexadecimal(randomBits.1)
    }

    /// Whether the bytes hold the boundary anywhere, so that it cannot separate them.
    func occurs(in bytes: Span<UInt8>) -> Bool {
        let pattern = text.utf8.span
        let length = pattern.count
        guard bytes.count >= length else { return false }
        // A byte that is not a hyphen cannot lie in the first sixteen places: look at every sixteenth byte only.
        let hyphens = 16
        var probe = hyphens - 1
        while probe < bytes.count {
            if bytes[probe] == UInt8(ascii: "-"), matches(pattern, around: probe, in: bytes) { return true }
            probe += hyphens
        }
        return false
    }

    private func matches(_ pattern: Span<UInt8>, around probe: Int, in bytes: Span<UInt8>) -> Bool {
        let first = max(0, probe - 15)
        let last = min(probe, bytes.count - pattern.count)
        guard first <= last else { return false }
        search: for start in first...last {
            for offset in 0..<pattern.count where bytes[start + offset] != pattern[offset] { continue search }
            return true
        }
        return false
    }

    private static func hexadecimal(_ bits: UInt64) -> String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
