import BatchModel

/// A value that was not typed on the command line.
struct Setting {
    /// Which option it stands for.
    let option: OptionFacts
    /// Its values; one but for options that may be repeated. A flag's is `true` or `false`.
    let values: [String]
    /// Who set it.
    let origin: Origin

    /// Who set a value.
    enum Origin: Hashable {
        /// A variable of the environment.
        case environment(variable: String)
        /// A line of a configuration file.
        case file(path: String, line: Int, key: String)

        /// The place to look for a mistake in.
        var text: String {
            switch self {
            case .environment(let variable): variable
            case .file(let path, let line, let key): "\(DisplayText.oneLine(path, limit: 1_000)):\(line): \(key)"
            }
        }

        /// The status of a run that a value from here spoils.
        var status: ExitStatus {
            switch self {
            case .environment: .usage
            case .file: .configuration
            }
        }
    }

    /// The setting as it would be typed.
    var arguments: [String] {
        guard !option.isFlag else { return values == ["true"] ? ["--\(option.name)"] : [] }
        return values.map { "--\(option.name)=\($0)" }
    }

    /// What a flag's value says; nil when it is neither yes nor no.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }
}
