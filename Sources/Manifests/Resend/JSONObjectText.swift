/// The text of a whole JSON object, to be changed in places: everything else stays byte for byte.
struct JSONObjectText {
    /// One member of the object.
    struct Member {
        /// The key, escapes undone.
        var key: [UInt8]
        /// From the key's quote to the end of the value.
        var range: Range<Int>
        /// The value.
        var value: Range<Int>
    }

    private(set) var text: [UInt8]
    /// The members in their order.
    private(set) var members: [Member] = []

    /// Nil for what is no object; the text must be JSON as `JSONInput` reads it.
    init?(_ text: [UInt8]) {
        self.text = text
        guard text.first == UInt8(ascii: "{") else { return nil }
        var place = 1
        while true {
            place = Self.skipBlanks(text, place)
            guard place < text.count, text[place] == UInt8(ascii: "\"") else { break }
            let start = place
            let end = Self.skipValue(text, place)
            place = Self.skipBlanks(text, end) + 1  // the colon
            let value = Self.skipBlanks(text, place)
            place = Self.skipValue(text, value)
            members.append(Member(key: Self.unescaped(text[start..<end]), range: start..<place, value: value..<place))
            place = Self.skipBlanks(text, place)
            guard place < text.count, text[place] == UInt8(ascii: ",") else { break }
            place += 1
        }
    }

    /// Takes members out, with one comma each.
    mutating func remove(_ indices: some Collection<Int>) {
        for index in indices.sorted(by: >) {
            let isLast = index == members.count - 1
            // Before the others' first member nothing is left, behind a last one the brace stays where it is.
            let start = isLast && index > 0 ? members[index - 1].range.upperBound : members[index].range.lowerBound
            let end = isLast ? members[index].range.upperBound : commaEnd(behind: index)
            text.removeSubrange(start..<end)
            self = JSONObjectText(text) ?? self
        }
    }

    /// Puts bytes into the text.
    mutating func insert(_ bytes: [UInt8], at place: Int) {
        text.insert(contentsOf: bytes, at: place)
        self = JSONObjectText(text) ?? self
    }

    /// Behind the comma, but with the blanks that stand in front of the next member.
    private func commaEnd(behind index: Int) -> Int { Self.skipBlanks(text, members[index].range.upperBound) + 1 }

    private static func skipBlanks(_ text: [UInt8], _ start: Int) -> Int {
        var place = start
        while place < text.count, [32, 9, 10, 13].contains(text[place]) { place += 1 }
        return place
    }

    /// Behind the value that begins here.
    private static func skipValue(_ text: [UInt8], _ start: Int) -> Int {
        var place = start
        var depth = 0
        repeat {
            guard place < text.count else { return text.count }
            switch text[place] {
            case UInt8(ascii: "\""): place = skipString(text, place)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                place += 1
            case _ where depth == 0: return skipWord(text, place)
            default: place += 1
            }
        } while depth > 0
        return place
    }

    private static func skipString(_ text: [UInt8], _ start: Int) -> Int {
        var place = start + 1
        while place < text.count, text[place] != UInt8(ascii: "\"") {
            place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place + 1, text.count)
    }

    private static func skipWord(_ text: [UInt8], _ start: Int) -> Int {
        var place = start
        while place < text.count, ![32, 9, 10, 13, UInt8(ascii: ","), UInt8(ascii: "}")].contains(text[place]) {
            place += 1
        }
        return place
    }

    /// The content of a text in quotes.
    static func unescaped(_ string: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var input = JSONInput(Array(string))
        // The text was read before: it has no fault.
        try? input.readString(into: &output)
        return output
    }
}
