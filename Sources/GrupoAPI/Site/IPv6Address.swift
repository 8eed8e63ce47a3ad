import Glibc

/// An IPv6 address without a zone.
struct IPv6Address: CustomStringConvertible {
    private let groups: [UInt16]

    /// Reads an address as RFC 4291 writes it, an IPv4 address at its end included: inet_pton(3).
    init?(_ text: Substring) {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, String(text), &bytes) == 1 else { return nil }
        groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    }

    /// The form of RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros as `::`; an
    /// IPv4 address at its end as two groups like the others, which inet_ntop(3) would not do.
    var description: String {
        let gap = longestZeroRun
        guard gap.count >= 2 else { return Self.text(groups[...]) }
        return Self.text(groups[..<gap.lowerBound]) + "::" + Self.text(groups[gap.upperBound...])
    }

    private var longestZeroRun: Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            if groups[index] != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
}
