extension DisplayText {
    /// The text as one word of a command that a person can paste, in quotes where a shell needs them; safe for a terminal.
    package static func shellWord(_ text: String) -> String {
        let shown = oneLine(text, limit: 1_000)
        let isPlain = shown.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "-_./:=@%+,".utf8.contains(byte)
        }
        return isPlain && !shown.isEmpty ? shown : "'" + shown.replacing("'", with: "'\\''") + "'"
    }
}
