import LedgerStore

/// A command line as it may be shown and kept: without the name and password that an address in it holds.
struct RepeatedCommand {
    /// The words of the command.
    let words: [String]

    /// The command line of this process.
    static var ofThisProcess: RepeatedCommand { RepeatedCommand(CommandLine.arguments) }

    /// The command as a shell reads it.
    var text: String { words.map(RunReport.quoted).joined(separator: " ") }

    /// The same command for all rows: what a selection left out is named in no report as done. The plan goes with the
    /// selection that it was made for, and a start with the day it was given on.
    var withoutSelection: RepeatedCommand { without(["--limit", "--rows", "--plan", "--start-at"]) }

    /// The same command at once: a start that has come would be another one by now.
    var withoutStart: RepeatedCommand { without(["--start-at"]) }

    private func without(_ left: [String]) -> RepeatedCommand {
        var kept: [String] = []
        var isValue = false
        for word in words {
            defer { isValue = left.contains(word) }
            if isValue || left.contains(word) || left.contains(where: { word.hasPrefix($0 + "=") }) { continue }
            kept.append(word)
        }
        return RepeatedCommand(kept)
    }

    /// Takes the words as the user typed them.
    init(_ arguments: [String]) {
        words = arguments.indices.map { index in
            let word = arguments[index]
            if word.hasPrefix("--proxy=") { return "--proxy=" + Self.withoutUserInfo(word.dropFirst(8)) }
            if index > 0, arguments[index - 1] == "--proxy" { return Self.withoutUserInfo(word[...]) }
            return Self.ledger(word) ?? Self.withoutUserInfo(inAuthorityOf: word)
        }
    }

    /// The address of a database, whole: its user is part of it, and a password in it is refused. Nil for any other word.
    private static func ledger(_ word: String) -> String? {
        let option = "--ledger="
        let value = word.hasPrefix(option) ? String(word.dropFirst(option.count)) : word
        let address = LedgerAddress(value)
        guard address.path == nil, value.contains("://") else { return nil }
        return word.dropLast(value.count) + (address.fault == nil ? value : address.description)
    }

    /// A proxy without name and password; libcurl takes one without a scheme too, and a password with any character.
    private static func withoutUserInfo(_ proxy: Substring) -> String {
        let start = proxy.range(of: "://")?.upperBound ?? proxy.startIndex
        guard let at = proxy[start...].lastIndex(of: "@") else { return String(proxy) }
        return proxy[..<start] + "***" + proxy[at...]
    }

    /// Any other word: a message may hold an address and an @ that have nothing to do with each other.
    private static func withoutUserInfo(inAuthorityOf word: String) -> String {
        guard let scheme = word.range(of: "://") else { return word }
        let authority = word[scheme.upperBound...].prefix { !"/?#".contains($0) && !$0.isWhitespace }
        guard let at = authority.lastIndex(of: "@") else { return word }
        return word[..<scheme.upperBound] + "***" + word[at...]
    }
}
