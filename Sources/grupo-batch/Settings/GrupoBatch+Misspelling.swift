import ArgumentParser
import BatchModel

extension GrupoBatch {
    /// Refuses a command that does not exist and names the one that was probably meant; the parser does so for options only.
    static func refuseUnknownCommand(_ arguments: [String]) throws {
        let words = arguments.first == "help" ? Array(arguments.dropFirst()) : arguments
        let scan = CommandLineScan(words, isCommand: isCommand)
        let names = subcommands(of: scan.command)
        guard let word = scan.rest.first, !word.hasPrefix("-"), !names.isEmpty else { return }
        let meant = Spelling.nearest(to: word, among: names)
        let question = meant.map { " Did you mean '\($0)'?" } ?? ""
        throw ValidationError("Unknown command '\(DisplayText.oneLine(word, limit: 100))'.\(question)")
    }
}
