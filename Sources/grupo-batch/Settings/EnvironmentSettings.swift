import BatchModel

/// The settings in the environment: `GRUPO_` and the option's name.
struct EnvironmentSettings {
    private static let prefix = "GRUPO_"
    /// What begins alike and is no option.
    private static let others: Set<String> = [
        "GRUPO_API_SECRET_KEY", "GRUPO_SANDBOX_KEY", "GRUPO_CONFIG", "GRUPO_PROFILE",
    ]

    /// The variables that may be settings; an empty one counts as not set.
    private let variables: [String: String]
    /// Whether the environment holds none at all.
    var isEmpty: Bool { variables.isEmpty }
    /// Whether the secret key itself is there.
    let holdsSecretKey: Bool

    init(_ environment: [String: String]) {
        variables = environment.filter {
            $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty && !Self.others.contains($0.key)
                && !$0.key.hasPrefix(RunResultVariables.prefix)
        }
        holdsSecretKey = environment["GRUPO_API_SECRET_KEY"]?.isEmpty == false
    }

    /// An option's value; nil when its variable is not set.
    func setting(_ option: OptionFacts) throws(Failure) -> Setting? {
        guard let text = variables[option.variable] else { return nil }
        let origin = Setting.Origin.environment(variable: option.variable)
        guard option.isFlag else {
            return Setting(option: option, values: option.isRepeating ? Self.list(text) : [text], origin: origin)
        }
        guard let isOn = Setting.flag(text) else {
            throw Failure(
                .usage, "\(option.variable) takes true or false; “\(DisplayText.oneLine(text))” is neither.")
        }
        return Setting(option: option, values: ["\(isOn)"], origin: origin)
    }

    /// Values with commas between them, blanks around each left out.
    private static func list(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { value in
            let start = value.drop(while: \.isWhitespace)
            return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
        }
    }

    /// What to say about a person's consents, which have no effect here.
    ///
    /// - Parameter own: the options of the command that runs.
    func remarks(own: [OptionFacts]) -> [String] {
        own.filter { $0.isConsent && variables[$0.variable] != nil }.map {
            "\($0.variable) has no effect: --\($0.name) is given on the command line, for one run."
        }
    }

    /// Throws `Failure` with status 78 for variables that look like settings and are none: a send must not go out without a limit
    /// that somebody thought was set. One that resembles no setting is another program's.
    ///
    /// - Parameters:
    ///   - own: the options of the command that runs.
    ///   - all: the options of every command; asked for only when a variable belongs to no option of this one.
    func refuseMisspelt(own: [OptionFacts], all: @autoclosure () -> [OptionFacts]) throws(Failure) {
        let strangers = Set(variables.keys).subtracting(own.map(\.variable))
        guard !strangers.isEmpty else { return }
        let all = all()
        let settings = Set(all.filter(\.isSetting).map(\.variable)).union(Self.others)
        let bareNames = settings.map { String($0.dropFirst(Self.prefix.count)) }.sorted()
        let mistakes = strangers.subtracting(all.map(\.variable)).sorted().compactMap { name in
            Spelling.nearest(to: String(name.dropFirst(Self.prefix.count)), among: bareNames).map {
                "\(DisplayText.oneLine(name, limit: 100)) is no setting; did you mean \(Self.prefix)\($0)?"
            }
        }
        guard mistakes.isEmpty else { throw Failure(.configuration, mistakes.joined(separator: "\n")) }
    }
}
