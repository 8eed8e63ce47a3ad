/// A command line as it may be shown and kept: without the name and password that an address in it holds.
struct RepeatedCommand {
    /// The words of the command.
    let words: [String]

    /// The command line of this process.
    static var ofThisProcess: RepeatedCommand { RepeatedCommand(CommandLine.arguments) }

    /// The command as a shell reads it.
    var text: String { words.map(RunReport.quoted).joined(separator: " ") }

    /// The same command for all rows: what a selection left out is named in no report as done.
    var withoutSelection: RepeatedCommand {
        var kept: [String] = []
        var isValue = false
        for word in words {
            defer { isValue = ["--limit", "--rows"].contains(word) }
            if isValue || ["--limit", "--rows"].contains(word) { continue }
            if word.hasPrefix("--limit=") || word.hasPrefix("--rows=") { continue }
            kept.append(word)
        }
        return RepeatedCommand(kept)
    }

    /// Takes the words as the user typed them.
    init(_ arguments: [String]) {
        words = arguments.indices.map { index in
            let word = arguments[index]
            if word.hasPrefix("--proxy=") { return "--proxy=" + Self.withoutUserInfo(word.dropFirst(8)) }
            let isProxy = index > 0 && arguments[index - 1] == "--proxy"
            return isProxy || word.contains("://") ? Self.withoutUserInfo(word[...]) : word
        }
    }

    /// An address without user information; libcurl takes a proxy's without a scheme too, and a password with any character.
    private static func withoutUserInfo(_ address: Substring) -> String {
        let start = address.range(of: "://")?.upperBound ?? address.startIndex
        guard let at = address[start...].lastIndex(of: "@") else { return String(address) }
        return address[..<start] + "***" + address[at...]
    }
}
