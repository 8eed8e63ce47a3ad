import ArgumentParser
import Foundation
import Synchronization

/// What the parser knows of one option.
///
/// Read off the commands themselves, so that environment, configuration file and command line can never disagree about
/// which options there are.
struct OptionFacts: Hashable {
    /// The long name, as in `--max-attachment-size`.
    let name: String
    /// The one-letter name, if there is one.
    let shortName: String?
    /// Whether it stands alone, without a value.
    let isFlag: Bool
    /// Whether it may be given more than once.
    let isRepeating: Bool
    /// Whether its value is the path of a file or folder.
    let isPath: Bool

    /// The name in a configuration file: `max_attachment_size`.
    var key: String { name.replacing("-", with: "_") }

    /// The environment variable: `GRUPO_MAX_ATTACHMENT_SIZE`.
    var variable: String { "GRUPO_" + key.uppercased() }

    /// Whether it may stand in the environment and in a configuration file.
    var isSetting: Bool { !Self.spoken.contains(name) }

    /// Whether it is a person's consent to one act, which no file may give for all times.
    var isConsent: Bool { Self.consents.contains(name) }

    /// What makes a send go further than it would by itself.
    static let consents: Set<String> = ["yes", "resend-edited", "test-to", "allow-http", "allow-remote"]

    /// What belongs to one command line only: consents, verdicts on rows, and what a command is told to act on.
    private static let spoken: Set<String> = consents.union([
        "help", "version", "config", "profile", "row", "all", "as", "from", "before", "manifest", "manifest-name",
    ])
}

extension OptionFacts {
    /// What was read off each command so far: it takes tens of milliseconds.
    private static let known = Mutex<[ObjectIdentifier: [OptionFacts]]>([:])

    /// The options of a command, or of a group of arguments.
    static func all(of command: any ParsableArguments.Type) -> [OptionFacts] {
        if let options = known.withLock({ $0[ObjectIdentifier(command)] }) { return options }
        let options = read(off: command)
        known.withLock { $0[ObjectIdentifier(command)] = options }
        return options
    }

    private static func read(off command: any ParsableArguments.Type) -> [OptionFacts] {
        // What the parser knows leaves it as JSON only.
        let dump = try? JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
        return dump?.command.arguments?.compactMap(OptionFacts.init) ?? []
    }

    private struct Dump: Decodable {
        struct Command: Decodable { var arguments: [Argument]? }
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            struct Anything: Decodable {}
            var kind: String
            var names: [Name]?
            var isRepeating: Bool
            var completionKind: [String: Anything]?
        }
        var command: Command
    }

    private init?(_ argument: Dump.Argument) {
        guard let name = argument.names?.first(where: { $0.kind == "long" })?.name else { return nil }
        self.name = name
        shortName = argument.names?.first { $0.kind == "short" }?.name
        isFlag = argument.kind == "flag"
        isRepeating = argument.isRepeating
        isPath = argument.completionKind.map { $0["file"] != nil || $0["directory"] != nil } ?? false
    }
}
