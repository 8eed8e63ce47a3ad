/// Writes instants one after the other as ISO 8601: of those in one second only the first is worked out.
struct TimestampText {
    private var second: Int64?
    private var text: [UInt8] = []

    /// The instant as `Timestamp.iso8601` has it.
    mutating func iso8601(_ milliseconds: Int64) -> [UInt8] {
        // Before 1970 a plain remainder would be negative.
        let rest = Int((milliseconds % 1_000 + 1_000) % 1_000)
        let start = milliseconds - Int64(rest)
        if second != start {
            text = Array(Timestamp.iso8601(start).utf8)
            second = start
        }
        // The three digits before the final Z.
        let first = text.count - 4
        text[first] = UInt8(ascii: "0") + UInt8(rest / 100)
        text[first + 1] = UInt8(ascii: "0") + UInt8(rest / 10 % 10)
        text[first + 2] = UInt8(ascii: "0") + UInt8(rest % 10)
        return text
    }
}
