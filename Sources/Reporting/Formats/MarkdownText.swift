/// Text from outside in Markdown (CommonMark with the tables of GitHub).
enum MarkdownText {
    /// The text so that it shows as itself in a table's cell: as code, or character by character where code cannot hold
    /// it.
    static func cell(_ text: String, limit: Int = 300) -> String {
        let shown = ShownText.clipped(text, limit: limit)
        let isCode = !shown.utf8.contains { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "`") }
        guard isCode else { return plain(shown) }
        return shown.allSatisfy { $0 == " " } ? "" : "`\(shown)`"
    }

    /// The text outside code, with a reference for every character that Markdown gives a meaning.
    static func plain(_ text: String) -> String {
        ShownText.escaped(text) { scalar in
            switch scalar.value {
            case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: nil
            case 0x21...0x7E: "&#\(scalar.value);"
            default: nil
            }
        }
    }

    /// A command on lines of its own, in a fence that no text inside can end.
    static func block(_ command: String) -> String {
        let shown = ShownText.escaped(command) { _ in nil }
        var longest = 2
        var run = 0
        for byte in shown.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)sh\n\(shown)\n\(fence)\n"
    }
}
