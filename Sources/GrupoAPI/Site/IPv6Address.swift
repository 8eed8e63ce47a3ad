/// An IPv6 address without a zone.
struct IPv6Address: CustomStringConvertible {
    private let groups: [UInt16]

    /// Reads an address as RFC 4291 writes it, an IPv4 address at its end included.
    init?(_ text: Substring) {
        guard let gap = text.range(ofDoubleColon: ()) else {
            guard let groups = Self.groups(text), groups.count == 8 else { return nil }
            self.groups = groups
            return
        }
        guard let head = Self.groups(text[..<gap.lowerBound], endsInIPv4: false),
            let tail = Self.groups(text[gap.upperBound...]),
            head.count + tail.count < 8
        else { return nil }
        groups = head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// The form of RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros as `::`.
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

    private static func groups(_ text: Substring, endsInIPv4 allowed: Bool = true) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if allowed, index == parts.count - 1, part.contains(".") {
                guard HostName.isIPv4(String(part)) else { return nil }
                let bytes = part.split(separator: ".").compactMap { UInt16($0) }
                groups += [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
            } else {
                guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}

extension Substring {
    fileprivate func range(ofDoubleColon: Void) -> Range<Index>? {
        for index in indices where self[index...].hasPrefix("::") { return index..<self.index(index, offsetBy: 2) }
        return nil
    }
}
