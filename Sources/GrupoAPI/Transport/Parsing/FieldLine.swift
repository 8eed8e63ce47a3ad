/// The rules of RFC 9112 for the bytes of a header field, and for what stands in it.
enum FieldLine {
    /// Where a line's name ends and its value begins and ends; nil if it is no field.
    ///
    /// A name is a token with nothing between it and its colon (RFC 9112, 5.1): a name with a blank behind it is read by some
    /// and overlooked by others.
    static func parts(of line: Span<UInt8>) -> (nameEnd: Int, value: Range<Int>)? {
        var colon = 0
        while colon < line.count, isToken(line[colon]) { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else { return nil }
        var start = colon + 1
        var end = line.count
        while start < end, isBlank(line[start]) { start += 1 }
        while end > start, isBlank(line[end - 1]) { end -= 1 }
        guard isText(line.extracting(start..<end)) else { return nil }
        return (colon, start..<end)
    }

    /// Whether bytes may stand in a value or a reason: no NUL, and no white space but blanks and tabs.
    static func isText(_ bytes: Span<UInt8>) -> Bool {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte < 0x0E, byte == 0 || (0x0A...0x0D).contains(byte) { return false }
        }
        return true
    }

    /// Whether a line has this name; `name` is in lower case.
    static func hasName(_ line: Span<UInt8>, _ nameEnd: Int, _ name: StaticString) -> Bool {
        nameEnd == name.utf8CodeUnitCount && begins(line, with: name)
    }

    /// Whether bytes begin with a word in whatever case; `word` is in lower case.
    static func begins(_ bytes: Span<UInt8>, with word: StaticString) -> Bool {
        let wanted = unsafe UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes.count >= wanted.count else { return false }
        for index in 0..<wanted.count where unsafe wanted[index] != lowercase(bytes[index]) { return false }
        return true
    }

    /// The elements of a list, without blanks around them, in lower case (RFC 9110, 5.6.1).
    static func elements(_ value: Span<UInt8>) -> [String] {
        text(value).split(separator: ",").map { element in
            let start = element.drop { $0 == " " || $0 == "\t" }
            let end = start.lastIndex { $0 != " " && $0 != "\t" }
            return end.map { String(start[...$0]).lowercased() } ?? ""
        }
    }

    /// Bytes as text.
    static func text(_ bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A number of digits only; nil for anything else and for what an Int64 cannot hold.
    static func number(_ digits: Span<UInt8>) -> Int64? {
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for index in 0..<digits.count {
            guard isDigit(digits[index]) else { return nil }
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) = tens.addingReportingOverflow(Int64(digits[index] - UInt8(ascii: "0")))
            guard !isTooLarge, !isStillTooLarge else { return nil }
            number = sum
        }
        return number
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isToken(_ byte: UInt8) -> Bool {
        if lowercase(byte) &- UInt8(ascii: "a") < 26 || isDigit(byte) { return true }
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"),
            UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            return true
        default:
            return false
        }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }
}
