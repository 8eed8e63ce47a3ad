/// The options that stand before the command, as other programs take them: `grupo-batch -y send list.csv`.
struct LeadingOptions {
    /// What words are to a command that they stand before.
    enum Fit: Equatable {
        /// Nothing but its options, with their values.
        case whole
        /// They end in an option whose value is missing.
        case cut
        /// One of them is no option, and no value of one: an unknown command, or a file.
        case stranger(String)
        /// One of them is an option that it does not have.
        case unknownOption
    }

    private static let help: Set<String> = ["-h", "--help", "--version"]

    /// Whether names, taken together, are a command's.
    let isCommand: ([String]) -> Bool
    /// The options of the command of these names; those of every command below it where it only groups others.
    let options: ([String]) -> [OptionFacts]

    /// The words with the options that stand before the command put behind it.
    ///
    /// A word that names a command may be an option's value (`--sender report send list.csv`): the command is the first one before
    /// which nothing stands but its own options. An option that no command of these has is left to the parser, which says so.
    func commandFirst(_ words: [String]) -> [String] {
        guard words.first?.hasPrefix("-") == true else { return words }
        var withUnknown: [String]?
        for (index, word) in words.enumerated() {
            if ["--", "--version"].contains(word) { break }
            let (lead, rest) = (Array(words[..<index]), Array(words[index...]))
            if word == "help", fit(lead, to: []) == .whole { return rest }
            guard isCommand([word]) else { continue }
            let command = names(rest)
            let moved = command + lead + rest.dropFirst(command.count)
            switch fit(lead, to: command) {
            case .whole: return moved
            case .unknownOption: withUnknown = withUnknown ?? moved
            case .cut, .stranger: continue
            }
        }
        return withUnknown ?? words
    }

    /// What words are to a command.
    func fit(_ words: [String], to command: [String]) -> Fit {
        let known = options(command)
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else { return .stranger(word) }
            guard !Self.help.contains(word) else { continue }
            guard let takesNext = word.hasPrefix("--") ? Self.long(word, known) : Self.short(word, known) else {
                return .unknownOption
            }
            if takesNext, rest.popFirst() == nil { return .cut }
        }
        return .whole
    }

    /// The first option among a command's words that it does not have, without its value; nil where it has them all.
    func unknownOption(in words: [String], of command: [String]) -> String? {
        let known = options(command)
        var rest = words.prefix { $0 != "--" }
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-", !Self.help.contains(word) else { continue }
            guard let takesNext = word.hasPrefix("--") ? Self.long(word, known) : Self.short(word, known) else {
                return String(word.prefix { $0 != "=" })
            }
            if takesNext { _ = rest.popFirst() }
        }
        return nil
    }

    /// The names of the command that words begin with.
    private func names(_ words: [String]) -> [String] {
        var names: [String] = []
        for word in words {
            guard isCommand(names + [word]) else { break }
            names.append(word)
        }
        return names
    }

    /// Whether the word after a long option is its value; nil when there is no such option.
    private static func long(_ word: String, _ known: [OptionFacts]) -> Bool? {
        let name = word.dropFirst(2).prefix { $0 != "=" }
        guard let option = known.first(where: { $0.name == name }) else { return nil }
        return !option.isFlag && !word.contains("=")
    }

    /// The same of short options, which may share one dash, and of which the last may take the rest of the word.
    private static func short(_ word: String, _ known: [OptionFacts]) -> Bool? {
        let letters = word.dropFirst()
        for (index, letter) in letters.enumerated() {
            guard let option = known.first(where: { $0.shortName == String(letter) }) else { return nil }
            if !option.isFlag { return index == letters.count - 1 }
        }
        return false
    }
}
