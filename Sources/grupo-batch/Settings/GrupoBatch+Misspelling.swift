import ArgumentParser
import BatchModel
import Files

extension GrupoBatch {
    /// Refuses a command that does not exist and names the one that was probably meant; and options without a command.
    static func refuseUnknownCommand(_ arguments: [String]) throws {
        let words = arguments.first == "help" ? Array(arguments.dropFirst()) : arguments
        let scan = CommandLineScan(words, isCommand: isCommand)
        let names = subcommands(of: scan.command)
        guard let first = scan.rest.first, !names.isEmpty else { return }
        switch leadingOptions.fit(scan.rest, to: scan.command) {
        case .stranger("help") where scan.command.isEmpty, .unknownOption: return
        case .stranger(let word):
            let meant = Spelling.nearest(to: word, among: names)
            let question = meant.map { " Did you mean '\($0)'?" } ?? isFile(word, scan) ?? ""
            throw ValidationError("Unknown command '\(DisplayText.oneLine(word, limit: 100))'.\(question)")
        case .whole where scan.asksForHelp: return
        case .whole, .cut:
            let group = scan.command.map { $0 + " " }.joined()
            let all = names.map { "\(group)\($0)" }.joined(separator: ", ")
            throw ValidationError(
                "\(DisplayText.oneLine(first, limit: 100)) needs a command. The commands are: \(all).")
        }
    }

    /// What to say of a file that stands where a command does.
    private static func isFile(_ word: String, _ scan: CommandLineScan) -> String? {
        guard scan.command.isEmpty, (try? FileStatus(at: word)) != nil else { return nil }
        let name = DisplayText.shellWord(word)
        return " It is a file: 'grupo-batch validate \(name)' checks it, 'grupo-batch send \(name)' sends it."
    }

    /// What people call the secret key, which is no option.
    private static let keyNames: Set<String> = [
        "key", "secret", "secret-key", "api-key", "api-secret", "api-secret-key",
    ]

    /// What to say about an option that does not exist; nil where all of them do.
    ///
    /// The parser suggests whatever is three letters or fewer away, be it a consent, and speaks of what is missing first: whoever
    /// mistypes an option would then look for the mistake elsewhere.
    static func complaint(about error: any Error, _ arguments: [String]) -> String? {
        let message = message(for: error)
        let beginning = "Unknown option '"
        let scan = CommandLineScan(arguments, isCommand: isCommand)
        var unknown = leadingOptions.unknownOption(in: scan.rest, of: scan.command)
        if message.hasPrefix(beginning) {
            let rest = message.dropFirst(beginning.count)
            let typed = rest.firstRange(of: "'. Did you mean '").map { rest[..<$0.lowerBound] } ?? rest.dropLast()
            unknown = String(typed)
        }
        guard let unknown else { return nil }
        let words = "\(beginning)\(DisplayText.oneLine(unknown, limit: 100))'"
        return words + suggestion(for: String(unknown.drop { $0 == "-" }), arguments)
    }

    private static func suggestion(for name: String, _ arguments: [String]) -> String {
        let command = CommandLineScan(arguments, isCommand: isCommand).command
        let options = type(of: command).map { OptionFacts.all(of: $0) } ?? []
        let names = Set(options.filter { !$0.isConsent }.map(\.name)).union(["help", "version"])
        if keyNames.contains(name) {
            return ". The key itself is never an option"
                + (names.contains("secret-file") ? "; did you mean '--secret-file'?" : ", and this command needs none.")
        }
        return Spelling.nearest(to: name, among: names.sorted()).map { ". Did you mean '--\($0)'?" } ?? ""
    }
}
