import Glibc

/// A name, value or piece of text as the parser has it; good only until the call that was handed it returns.
@safe struct XMLText {
    private let start: UnsafePointer<UInt8>?
    let count: Int

    /// Text of so many bytes.
    @unsafe init(_ start: UnsafePointer<CChar>?, _ count: Int) {
        unsafe self.start = unsafe start.map { unsafe UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }
        self.count = count
    }

    /// Text that ends in a zero byte.
    @unsafe init(_ start: UnsafePointer<CChar>) { unsafe self.init(start, strlen(start)) }

    subscript(_ index: Int) -> UInt8 {
        // Beyond its end stands memory that is another's; a caller that counts wrongly must not read it.
        precondition(index >= 0 && index < count)
        return unsafe start?[index] ?? 0
    }

    /// The name behind its prefix.
    var local: XMLText {
        guard count > 0, let start = unsafe start, let colon = unsafe memchr(start, 0x3A, count) else { return self }
        let skipped = unsafe UnsafeRawPointer(colon) - UnsafeRawPointer(start) + 1
        let rest = unsafe UnsafeRawPointer(start + skipped).assumingMemoryBound(to: CChar.self)
        return unsafe XMLText(rest, count - skipped)
    }

    /// Whether a byte stands in it.
    func holds(_ byte: UInt8) -> Bool {
        guard count > 0, let start = unsafe start else { return false }
        return unsafe memchr(start, Int32(byte), count) != nil
    }

    /// Puts the bytes behind others.
    func append(to bytes: inout [UInt8]) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }

    var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: start, count: count)) }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// A whole number that is not negative and below a thousand million; nil for anything else.
    var number: Int? {
        guard (1...9).contains(count) else { return nil }
        var number = 0
        for index in 0..<count {
            let digit = self[index] &- 0x30
            if digit > 9 { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// Whether it is `1` or `true`, as XML writes it.
    var isTrue: Bool { self == "1" || self == "true" }

    /// Whether it is a number without any other digit than zero: `0`, `0.0`.
    var isZero: Bool {
        guard holds(0x30) else { return false }
        for index in 0..<count where self[index] != 0x30 && self[index] != 0x2E { return false }
        return true
    }

    static func == (text: XMLText, literal: StaticString) -> Bool {
        guard text.count == literal.utf8CodeUnitCount else { return false }
        guard text.count > 0, let start = unsafe text.start else { return true }
        return unsafe memcmp(start, literal.utf8Start, text.count) == 0
    }

    static func ~= (literal: StaticString, text: XMLText) -> Bool { text == literal }
}

/// The attributes of an element; good only until the call that was handed them returns.
@safe struct XMLAttributes {
    private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    @unsafe init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { unsafe self.list = unsafe list }

    /// The name at a place, prefix and all, and its value; nil behind the last.
    subscript(_ index: Int) -> (name: XMLText, value: XMLText)? {
        guard let list = unsafe list, let name = unsafe list[2 * index], let value = unsafe list[2 * index + 1] else {
            return nil
        }
        return unsafe (XMLText(name), XMLText(value))
    }

    /// The value of a name, given with its prefix.
    subscript(_ name: StaticString) -> XMLText? {
        var index = 0
        while let (found, value) = self[index] {
            if found == name { return value }
            index += 1
        }
        return nil
    }

    /// A text of the attributes.
    func string(_ name: StaticString) -> String? { self[name]?.string }
}
