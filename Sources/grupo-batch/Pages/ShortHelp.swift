import ArgumentParser
import Foundation

/// Help that fits a screen, for `-h`: examples, and the options that people start with. `--help` shows all.
enum ShortHelp {
    private static let rows = 22
    private static let widest = 34

    /// What people start with, in this order; after these come others while there is room.
    private static let first = [
        "site", "secret-file", "sender", "message", "template", "batch", "test-to", "limit", "rate", "dry-run",
        "report",
        "json", "only", "output", "format",
    ]

    /// The page that a command line asks for; nil when it asks for none.
    static func page(_ scan: CommandLineScan) -> String? {
        if scan.command.isEmpty, scan.rest == ["-h"] { return ofProgram }
        guard scan.asksForShortHelp, let command = GrupoBatch.type(of: scan.command),
            let data = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
        else { return nil }
        let name = (["grupo-batch"] + scan.command).joined(separator: " ")
        let examples = (command.configuration.discussion.components(separatedBy: "\n\n").first ?? "")
        let shown = (data.command.arguments ?? []).filter { $0.shouldDisplay && $0.kind != "positional" }
        let rank = Dictionary(uniqueKeysWithValues: first.enumerated().map { ($1, $0) })
        var lines = wrapped(command.configuration.abstract) + [""] + examples.components(separatedBy: "\n") + [""]
        let options = shown.enumerated().sorted {
            (rank[$0.element.longName] ?? rank.count, $0.offset) < (rank[$1.element.longName] ?? rank.count, $1.offset)
        }
        lines += options.prefix(max(0, rows - lines.count - 2)).map { $0.element.line(width: widest) }
        return (lines + ["", "Everything: \(name) --help"]).joined(separator: "\n")
    }

    private static var ofProgram: String {
        let configuration = GrupoBatch.configuration
        let commands = configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            let gap = String(repeating: " ", count: max(2, 12 - name.count))
            return DisplayWidth.cut("  " + name + gap + command.configuration.abstract, to: 80)
        }
        let examples = configuration.discussion.components(separatedBy: "\n\n").first ?? ""
        return
            (wrapped(configuration.abstract) + ["", examples, ""] + commands + ["", "Everything: grupo-batch --help"])
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

            /// The option and the beginning of what it does, on one line.
            func line(width: Int) -> String {
                let short = names?.first { $0.kind == "short" }.map { "-\($0.name), " } ?? ""
                let value = kind == "flag" ? "" : valueName.map { " <\($0)>" } ?? ""
                let head = "  \(short)--\(longName)\(value)"
                let gap = String(repeating: " ", count: max(2, width - head.count))
                return DisplayWidth.cut(head + gap + (abstract ?? ""), to: 80)
            }
        }
        var command: Command
    }
}
