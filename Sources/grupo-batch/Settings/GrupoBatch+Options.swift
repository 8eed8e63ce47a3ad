import ArgumentParser

extension GrupoBatch {
    /// The command of these names, such as `ledger check`; nil when there is none, or it only groups others.
    static func type(of names: [String]) -> (any ParsableCommand.Type)? {
        guard let command = node(names), command.configuration.subcommands.isEmpty else { return nil }
        return command
    }

    /// Whether these names, one after another, lead to a command or to a group of commands.
    static func isCommand(_ names: [String]) -> Bool { node(names) != nil }

    /// Every option of every command, each name once.
    static func allOptions() -> [OptionFacts] { options(of: []) }

    /// Reads the options before the command.
    static var leadingOptions: LeadingOptions { LeadingOptions(isCommand: isCommand, options: options) }

    /// The options of the command of these names, and of every one below it, each name once.
    private static func options(of names: [String]) -> [OptionFacts] {
        var known: Set<String> = []
        return leaves(of: node(names) ?? GrupoBatch.self).flatMap { OptionFacts.all(of: $0) }
            .filter { known.insert($0.name).inserted }
    }

    /// The names of the commands below the one of these names; none when it has no others below it.
    static func subcommands(of names: [String]) -> [String] {
        let command = names.isEmpty ? GrupoBatch.self : node(names)
        return command?.configuration.subcommands.compactMap { $0.configuration.commandName } ?? []
    }

    private static func node(_ names: [String]) -> (any ParsableCommand.Type)? {
        guard !names.isEmpty else { return nil }
        var command: any ParsableCommand.Type = GrupoBatch.self
        for name in names {
            guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == name })
            else { return nil }
            command = next
        }
        return command
    }

    private static func leaves(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        let subcommands = command.configuration.subcommands
        return subcommands.isEmpty ? [command] : subcommands.flatMap(leaves)
    }
}
