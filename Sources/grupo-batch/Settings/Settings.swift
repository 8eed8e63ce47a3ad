import ArgumentParser
import BatchModel

/// What a command is told beyond its command line: by the environment and by configuration files.
///
/// Every value becomes an argument before the command line is parsed, so that one parser checks all of them. The order is
/// option, environment, configuration, default.
struct Settings {
    /// The settings that count, none of them overruled.
    let given: [Setting]
    /// The configuration files that were read.
    let files: [SettingsFile]
    /// The profile in use.
    let profile: String?
    /// What the environment holds that has no effect though it looks as if it had.
    let remarks: [String]
    /// Why the settings cannot be used, for the command that looks into just that.
    let fault: Failure?

    private let scan: CommandLineScan

    /// The settings of the command that runs.
    @TaskLocal static var current: Settings?

    /// Options of which only the one counts that stands nearest to the user.
    private static let rivals: [Set<String>] = [
        ["resend-edited", "keep-served"], ["message", "template"], ["secret-file", "secret-command"],
    ]
    /// Options whose values from everywhere count together: a list given for one run must not let in whom another leaves out.
    private static let adding: Set<String> = ["exclude"]
    /// Commands that read a manifest as its last run did; only their own command line changes that.
    private static let followLastRun: Set<String> = ["report", "status", "resolve"]

    /// Collects the settings for a command line.
    ///
    /// Throws `Failure` with status 78 for a mistake in a file or in the name of a variable, 64 for one in a variable's value.
    init(_ scan: CommandLineScan, environment: [String: String]) throws(Failure) {
        self.scan = scan
        guard let command = GrupoBatch.type(of: scan.command), !scan.asksForHelp else {
            (given, files, profile, remarks, fault) = ([], [], nil, [], nil)
            return
        }
        func own(_ name: String) -> String? {
            let value = scan.value(of: name) ?? environment["GRUPO_\(name.uppercased())"]
            return value.flatMap { $0.isEmpty ? nil : $0 }
        }
        let variables = EnvironmentSettings(environment)
        let files = try SettingsFiles(
            named: own("config"), profile: own("profile"), environment: environment, known: GrupoBatch.allOptions())
        var ranking = Ranking()
        // Reading the options off a command takes time that most runs can be spared.
        let options = variables.isEmpty && files.files.isEmpty ? [] : Self.options(of: command, scan)
        for option in options where scan.names(option) { ranking.take(option.name) }
        for option in options { ranking.add(try variables.setting(option)) }
        // The key in the environment comes before a file or a command that a configuration names.
        if variables.holdsSecretKey { ranking.take("secret-file") }
        // Place by place, so that what a profile says outranks what stands outside of it under the name of a rival.
        for place in files.settings(options) {
            ranking.beginPlace()
            for setting in place { ranking.add(setting) }
        }
        given = ranking.settings
        self.files = files.files
        profile = files.profile
        try variables.refuseMisspelt(own: options, all: GrupoBatch.allOptions())
        remarks = variables.remarks(own: options) + ranking.remarks
        fault = nil
    }

    /// The settings as a send with this command line's options would have them, mistakes included.
    static func ofSend(_ environment: [String: String]) -> Settings {
        let scan = CommandLineScan(
            ["send"] + (current?.scan.rest ?? []), isCommand: GrupoBatch.isCommand)
        do {
            return try Settings(scan, environment: environment)
        } catch {
            return Settings(scan, fault: error)
        }
    }

    /// Every value that is not a default, and where it came from.
    var effective: [EffectiveSetting] {
        let typed = OptionFacts.all(of: SendCommand.self).filter { scan.names($0) }.map {
            EffectiveSetting(option: $0, value: $0.isFlag ? "true" : scan.value(of: $0.name) ?? "")
        }
        return (typed + given.map(EffectiveSetting.init)).sorted { $0.name < $1.name }
    }

    /// No settings, and why.
    init(_ scan: CommandLineScan, fault: Failure) {
        self.scan = scan
        self.fault = fault
        (given, files, profile, remarks) = ([], [], nil, [])
    }

    private static func options(of command: any ParsableCommand.Type, _ scan: CommandLineScan) -> [OptionFacts] {
        let options = OptionFacts.all(of: command).filter { $0.isSetting || $0.isConsent }
        guard let name = scan.command.first, followLastRun.contains(name) else { return options }
        let reading = Set(OptionFacts.all(of: ReadingArguments.self).map(\.name))
        return options.filter { !reading.contains($0.name) }
    }

    /// Which settings count.
    private struct Ranking {
        private(set) var settings: [Setting] = []
        /// Settings that another one of the same place excludes, which nothing decides between.
        private(set) var remarks: [String] = []
        private var taken: Set<String> = []
        /// How many settings come from nearer places than the one that is looked at.
        private var nearer = 0

        /// What follows stands together, and farther from the user than what was added before.
        mutating func beginPlace() { nearer = settings.count }

        /// Lets nothing of lower rank stand for this option any more.
        mutating func take(_ name: String) {
            guard !Settings.adding.contains(name) else { return }
            taken.formUnion(Settings.rivals.first { $0.contains(name) } ?? [name])
        }

        mutating func add(_ setting: Setting?) {
            guard let setting, setting.option.isSetting else { return }
            guard !taken.contains(setting.option.name) else { return remark(on: setting) }
            settings.append(setting)
            // A flag that is off makes no room for its rival.
            if setting.values == ["false"] { taken.insert(setting.option.name) } else { take(setting.option.name) }
        }

        private mutating func remark(on setting: Setting) {
            let rivals = Settings.rivals.first { $0.contains(setting.option.name) } ?? []
            let winner = settings[nearer...].first {
                $0.option.name != setting.option.name && rivals.contains($0.option.name)
            }
            guard let winner, setting.values != ["false"] else { return }
            remarks.append("\(setting.origin.text) has no effect: \(winner.origin.text) counts.")
        }
    }
}

extension Settings {
    /// The command line with the settings on it.
    var arguments: [String] { scan.command + given.flatMap(\.arguments) + scan.rest }

    /// The names of the options of a group that stand on the command line.
    func typed(in group: any ParsableArguments.Type) -> [String] {
        OptionFacts.all(of: group).filter { scan.names($0) }.map(\.name)
    }

    /// Whether a setting asks for JSON.
    var isJSON: Bool { given.contains { $0.option.name == "json" && $0.values == ["true"] } }

    /// The place an option's value came from, as a message names it.
    static func source(of name: String) -> String {
        current?.given.first { $0.option.name == name }?.origin.text ?? "--\(name)"
    }

    /// Whether an option's value came from the environment or a configuration.
    static func isConfigured(_ name: String) -> Bool { current?.given.contains { $0.option.name == name } ?? false }

    /// The status of a run that an option's value spoils.
    static func status(of name: String) -> ExitStatus {
        current?.given.first { $0.option.name == name }?.origin.status ?? .usage
    }

    /// Parses the command line, and names the source of a setting that cannot be used.
    func parse() throws -> any ParsableCommand {
        do {
            return try GrupoBatch.parseAsRoot(arguments)
        } catch {
            guard !given.isEmpty else { throw error }
            _ = try GrupoBatch.parseAsRoot(scan.command + scan.rest)
            for setting in given {
                do {
                    _ = try GrupoBatch.parseAsRoot(scan.command + setting.arguments + scan.rest)
                } catch {
                    throw Failure(
                        setting.origin.status,
                        "\(setting.origin.text): \(DisplayText.oneLine(GrupoBatch.message(for: error), limit: 1_000))")
                }
            }
            throw error
        }
    }
}
