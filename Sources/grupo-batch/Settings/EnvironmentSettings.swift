import BatchModel
import Configuration

/// The settings in the environment: `GRUPO_` and the option's name.
struct EnvironmentSettings {
    private static let prefix = "GRUPO_"
    /// What begins alike and is no option.
    private static let others: Set<String> = [
        "GRUPO_API_SECRET_KEY", "GRUPO_SANDBOX_KEY", "GRUPO_CONFIG", "GRUPO_PROFILE",
    ]

    private let snapshot: any ConfigSnapshot
    /// The variables that may be settings; an empty one counts as not set.
    private let names: Set<String>
    /// Whether the environment holds none at all.
    var isEmpty: Bool { names.isEmpty }
    /// Whether the secret key itself is there.
    let holdsSecretKey: Bool

    init(_ environment: [String: String]) {
        let given = environment.filter {
            $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty && !Self.others.contains($0.key)
        }
        names = Set(given.keys)
        holdsSecretKey = environment["GRUPO_API_SECRET_KEY"]?.isEmpty == false
        snapshot = EnvironmentVariablesProvider(environmentVariables: given).snapshot()
    }

    /// An option's value; nil when its variable is not set.
    func setting(_ option: OptionFacts) throws(Failure) -> Setting? {
        guard names.contains(option.variable) else { return nil }
        let origin = Setting.Origin.environment(variable: option.variable)
        let values = (try? values(option)) ?? []
        guard option.isFlag else { return Setting(option: option, values: values, origin: origin) }
        guard let isOn = values.first.flatMap(Setting.flag) else {
            throw Failure(
                .usage,
                "\(option.variable) takes true or false; “\(DisplayText.oneLine(values.first ?? ""))” is neither.")
        }
        return Setting(option: option, values: ["\(isOn)"], origin: origin)
    }

    private func values(_ option: OptionFacts) throws -> [String] {
        let key = AbsoluteConfigKey(["grupo", option.key])
        if option.isRepeating, !option.isFlag {
            let value = try snapshot.value(forKey: key, type: .stringArray).value
            guard case .stringArray(let texts) = value?.content else { return [] }
            return texts
        }
        guard case .string(let text) = try snapshot.value(forKey: key, type: .string).value?.content else { return [] }
        return [text]
    }

    /// What to say about variables that look like settings and have no effect.
    ///
    /// - Parameters:
    ///   - own: the options of the command that runs.
    ///   - all: the options of every command; asked for only when a variable belongs to no option of this one.
    func remarks(own: [OptionFacts], all: @autoclosure () -> [OptionFacts]) -> [String] {
        let consents = own.filter { $0.isConsent && names.contains($0.variable) }.map {
            "\($0.variable) has no effect: --\($0.name) is given on the command line, for one run."
        }
        let strangers = names.subtracting(own.map(\.variable))
        guard !strangers.isEmpty else { return consents }
        let known = all().map(\.variable)
        let settings = all().filter(\.isSetting).map(\.variable).sorted()
        return consents
            + strangers.subtracting(known).sorted().compactMap { name in
                Spelling.nearest(to: name, among: settings).map { "\(name) is no setting; did you mean \($0)?" }
            }
    }
}
