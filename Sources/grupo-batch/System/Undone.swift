/// What did not happen when a command of this process ends early, as its error says: of a command that never sends nobody need
/// be told that nothing was sent.
enum Undone {
    /// ` Nothing was sent.`, to stand behind a sentence; empty for a command that only looks.
    static var sentence: String { deed.map { " Nothing was \($0)." } ?? "" }

    /// `; nothing was sent`, to stand within a sentence; empty for a command that only looks.
    static var clause: String { deed.map { "; nothing was \($0)" } ?? "" }

    private static let deed = deed(of: CommandLineScan(GrupoBatch.arguments, isCommand: GrupoBatch.isCommand).command)

    /// What a command would have done.
    static func deed(of command: [String]) -> String? {
        switch command.first {
        case "send", "validate": "sent"
        case "resolve": "recorded"
        case "ledger" where command.last == "import": "recorded"
        default: nil
        }
    }
}
