import ArgumentParser
import Foundation

/// Help that fits a screen, for `-h`: examples, and the options that people start with. `--help` shows all.
enum ShortHelp {
    private static let rows = 22
    private static let widest = 34

    /// What people start with, in this order; after these come others while there is room.
    private static let first = [
        "site", "secret-file", "sender", "message", "template", "batch", "test-to", "limit", "rate", "dry-run",
        "report", "json",
    ]
    /// The same for commands that look at what was sent: what they alone have comes first of all.
    private static let next = ["site", "batch", "ledger", "json"]

    /// The page that a command line asks for; nil when it asks for none.
    static func page(_ scan: CommandLineScan) -> String? {
        if scan.rest == ["-h"], let group = group(scan.command) { return page(of: group, named: scan.command) }
        guard scan.asksForShortHelp, let command = GrupoBatch.type(of: scan.command),
            let data = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
        else { return nil }
        let name = (["grupo-batch"] + scan.command).joined(separator: " ")
        let examples = (command.configuration.discussion.components(separatedBy: "\n\n").first ?? "")
        var shown = (data.command.arguments ?? []).filter {
            $0.shouldDisplay && $0.kind != "positional" && $0.longName != "version"
        }
        let checks = shown.contains { $0.longName == "limit" }
        if !checks {
            let reading = OptionFacts.all(of: ReadingArguments.self).map(\.name).filter { !next.contains($0) }
            shown.removeAll { reading.contains($0.longName) }
        }
        let order = checks ? first : own(shown) + next
        let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var lines = wrapped(command.configuration.abstract) + [""] + examples.components(separatedBy: "\n") + [""]
        let options = shown.enumerated().sorted {
            (rank[$0.element.longName] ?? rank.count, $0.offset) < (rank[$1.element.longName] ?? rank.count, $1.offset)
        }
        let chosen = options.prefix(max(0, rows - lines.count - 2)).map(\.element)
        let width = min(widest, (chosen.map(\.head.count).max() ?? 0) + 2)
        lines += chosen.map { $0.line(width: width) }
        return (lines + ["", "Everything: \(name) --help"]).joined(separator: "\n")
    }

    /// The options that stand in no group of several commands.
    private static func own(_ options: [Dump.Argument]) -> [String] {
        let shared = OptionFacts.all(of: BatchArguments.self).map(\.name) + next + ["help", "version"]
        return options.map(\.longName).filter { !shared.contains($0) }
    }

    /// The beginning of a sentence that fits: whole, up to the end of a part of it, or cut.
    static func beginning(of text: String, width: Int) -> String {
        let whole = text.hasSuffix(".") ? String(text.dropLast()) : text
        guard whole.count > width else { return whole }
        let ends = ["; ", ": ", ", ", " ("].flatMap { mark in whole.ranges(of: mark).map(\.lowerBound) }
        let parts = ends.map { String(whole[..<$0]) }.filter {
            // No bracket stays open.
            $0.count <= width && $0.count >= width / 4 && $0.count { $0 == "(" } == $0.count { $0 == ")" }
        }
        return parts.max { $0.count < $1.count } ?? DisplayWidth.cut(whole, to: width)
    }

    /// What only groups other commands: the program, or a command such as `ledger`.
    private static func group(_ names: [String]) -> CommandConfiguration? {
        guard !names.isEmpty else { return GrupoBatch.configuration }
        let found = GrupoBatch.configuration.subcommands.first { $0.configuration.commandName == names[0] }
        return found?.configuration.subcommands.isEmpty == false && names.count == 1 ? found?.configuration : nil
    }

    private static func page(of configuration: CommandConfiguration, named names: [String]) -> String {
        let name = (["grupo-batch"] + names).joined(separator: " ")
        let commands = configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            let gap = String(repeating: " ", count: max(2, 12 - name.count))
            return "  " + name + gap + beginning(of: command.configuration.abstract, width: 66)
        }
        let examples = configuration.discussion.components(separatedBy: "\n\n").first ?? ""
        return
            (wrapped(configuration.abstract) + ["", examples, ""] + commands + ["", "Everything: \(name) --help"])
            .joined(separator: "\n")
    }

    /// A sentence in lines of at most 80 columns.
    private static func wrapped(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: [""]) { lines, word in
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + word.count < 80 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
    }

    private struct Dump: Decodable {
        struct Command: Decodable { var arguments: [Argument]? }
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            var kind: String
            var shouldDisplay: Bool
            var names: [Name]?
            var valueName: String?
            var abstract: String?

            var longName: String { names?.first { $0.kind == "long" }?.name ?? "" }

            /// The option as it is written.
            var head: String {
                let short = names?.first { $0.kind == "short" }.map { "-\($0.name), " } ?? ""
                let value = kind == "flag" ? "" : valueName.map { " <\($0)>" } ?? ""
                return "  \(short)--\(longName)\(value)"
            }

            /// The option and the beginning of what it does, on one line.
            func line(width: Int) -> String {
                let gap = String(repeating: " ", count: max(2, width - head.count))
                return head + gap + ShortHelp.beginning(of: abstract ?? "", width: 80 - head.count - gap.count)
            }
        }
        var command: Command
    }
}
