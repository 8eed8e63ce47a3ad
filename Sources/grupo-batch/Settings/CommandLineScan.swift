/// What can be told of a command line before it is parsed: the command, and which options are on it.
struct CommandLineScan {
    /// The names of the command, such as `["ledger", "check"]`.
    let command: [String]
    /// What follows them.
    let rest: [String]
    /// The arguments before a `--` that look like options.
    private let options: [String]

    /// - Parameter isCommand: whether names, taken together, are a command's.
    init(_ arguments: [String], isCommand: ([String]) -> Bool) {
        var command: [String] = []
        for word in arguments {
            guard !word.hasPrefix("-"), isCommand(command + [word]) else { break }
            command.append(word)
        }
        self.command = command
        rest = Array(arguments.dropFirst(command.count))
        options = rest.prefix { $0 != "--" }.filter { $0.hasPrefix("-") && $0 != "-" }
    }

    /// Whether what a program reads is asked for.
    var asksForJSON: Bool { options.contains("--json") }

    /// Whether the user asks for the short help page.
    var asksForShortHelp: Bool {
        options.contains("-h") && !options.contains("--help")
    }

    /// Whether the user asks for help rather than for the command.
    var asksForHelp: Bool { options.contains { ["-h", "--help", "--version"].contains($0) } }

    /// Whether an option stands on the command line.
    func names(_ option: OptionFacts) -> Bool {
        options.contains { word in
            if word == "--\(option.name)" || word.hasPrefix("--\(option.name)=") { return true }
            guard let short = option.shortName, !word.hasPrefix("--") else { return false }
            // Flags can share one dash, as in -qv.
            return option.isFlag ? word.dropFirst().contains(short) : word.hasPrefix("-\(short)")
        }
    }

    /// The value of an option that the settings themselves depend on.
    func value(of name: String) -> String? { values(of: name).last }

    /// Every value that an option is given, in the order they stand in.
    func values(of name: String, short: String? = nil) -> [String] {
        var values: [String] = []
        for (index, word) in rest.enumerated() {
            if word == "--" { break }
            if word == "--\(name)" || short.map({ word == "-\($0)" }) ?? false, index + 1 < rest.count {
                values.append(rest[index + 1])
            }
            if word.hasPrefix("--\(name)=") { values.append(String(word.dropFirst(name.count + 3))) }
        }
        return values
    }

    /// Whether an option may stand here twice, as far as that shows without knowing the options: a short name may mean each long one
    /// of its first letter.
    var mayRepeat: Bool {
        var names: Set<Substring> = []
        let letters = Set(options.filter { !$0.hasPrefix("--") }.compactMap { $0.dropFirst().first })
        for word in options {
            let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
            let isShort = name.first.map(letters.contains) ?? false
            if !names.insert(isShort ? name.prefix(1) : name).inserted { return true }
        }
        return false
    }
}
