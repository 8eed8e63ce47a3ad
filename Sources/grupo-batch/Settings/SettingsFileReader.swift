import BatchModel
import Yams

/// Finds what stands where in a configuration file, and every mistake in it.
struct SettingsFileReader {
    /// One setting of the file.
    struct Entry {
        let line: Int
        /// What the line says, each as an option's value; a flag says `true` or `false`.
        let values: [String]
    }

    /// The settings by place: `["rate"]`, `["profiles", "youth", "rate"]`.
    private(set) var entries: [[String]: Entry] = [:]
    /// The names of the profiles, in the file's order.
    private(set) var profiles: [String] = []

    private let path: String
    private let options: [String: OptionFacts]
    private var mistakes: [String] = []

    /// Throws `Failure` with status 78 that names every line with a mistake.
    init(_ bytes: [UInt8], path: String, known options: [OptionFacts]) throws(Failure) {
        self.path = path
        self.options = Dictionary(options.map { ($0.key, $0) }) { first, _ in first }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.configuration, "\(DisplayText.oneLine(path)) is not UTF-8 text; save it as UTF-8.")
        }
        let root: Node?
        do {
            root = try Parser(yaml: text).singleRoot()
        } catch {
            throw Failure(.configuration, "\(DisplayText.oneLine(path)) \(Self.words(error))")
        }
        // A file of comments only holds no mapping, which is no mistake here.
        guard let root, root.null == nil else { return }
        guard let mapping = root.mapping else {
            throw Failure(.configuration, "\(DisplayText.oneLine(path)): write one “name: value” on each line.")
        }
        read(mapping, at: [])
        guard mistakes.isEmpty else { throw Failure(.configuration, mistakes.joined(separator: "\n")) }
    }

    private mutating func read(_ mapping: Node.Mapping, at place: [String]) {
        for (name, value) in mapping {
            let line = name.mark?.line ?? 0
            guard let key = name.string else {
                report(line, "a setting's name must be text.")
                continue
            }
            if key == "profiles", place.isEmpty {
                readProfiles(value, line)
            } else if let option = options[key], option.isSetting {
                read(option, value, at: place + [key], line)
            } else {
                report(line, complaint(about: key, isNested: !place.isEmpty))
            }
        }
    }

    private mutating func readProfiles(_ node: Node, _ line: Int) {
        guard let mapping = node.mapping else {
            return report(line, "profiles holds names, each with settings of its own.")
        }
        for (name, value) in mapping {
            let line = name.mark?.line ?? line
            guard let profile = name.string, !profile.isEmpty, let settings = value.mapping else {
                report(line, "a profile is a name with settings below it.")
                continue
            }
            profiles.append(profile)
            read(settings, at: ["profiles", profile])
        }
    }

    private mutating func read(_ option: OptionFacts, _ node: Node, at place: [String], _ line: Int) {
        if let scalar = node.scalar {
            let text = scalar.string
            let isNull = node.null != nil && (scalar.style == .plain || scalar.style == .any)
            if isNull || text.isEmpty && !option.isFlag {
                return report(line, "\(option.key) has no value; give one, or remove the line.")
            }
            guard option.isFlag else {
                entries[place] = Entry(line: line, values: [text])
                return
            }
            guard let isOn = Setting.flag(text) else {
                return report(line, "\(option.key) takes true or false; “\(DisplayText.oneLine(text))” is neither.")
            }
            entries[place] = Entry(line: line, values: ["\(isOn)"])
        } else if let sequence = node.sequence, option.isRepeating, !option.isFlag {
            let values = sequence.compactMap { $0.scalar?.string }
            guard values.count == sequence.count else {
                return report(line, "\(option.key) takes a list of texts.")
            }
            if values.contains("") {
                return report(line, "\(option.key) has an empty value; write it, or remove it.")
            }
            entries[place] = Entry(line: line, values: values)
        } else if let mapping = node.mapping, option.key == "map" {
            let values = mapping.compactMap { pair in
                pair.value.scalar.flatMap { column in pair.key.string.map { "\($0)=\(column.string)" } }
            }
            guard values.count == mapping.count else {
                return report(line, "map takes one column for each field, as in “user: Member”.")
            }
            entries[place] = Entry(line: line, values: values)
        } else {
            report(line, "\(option.key) takes one value, not several.")
        }
    }

    private func complaint(about key: String, isNested: Bool) -> String {
        if key == "profiles" { return "profiles cannot be nested; write this one beside the others." }
        let shown = DisplayText.oneLine(key)
        if let option = options[key.replacing("-", with: "_")] {
            guard option.isSetting else {
                return "--\(option.name) is given on the command line, for one run; remove “\(shown)”."
            }
            return "there is no setting “\(shown)”; it is written “\(option.key)”."
        }
        if ["api_secret_key", "secret_key", "secret", "key"].contains(key.lowercased()) {
            return
                "the key itself does not belong here; name a file with secret_file, or a command with secret_command."
        }
        let known = options.values.filter(\.isSetting).map(\.key) + (isNested ? [] : ["profiles"])
        let advice = Spelling.nearest(to: key.lowercased(), among: known.sorted()).map { "did you mean “\($0)”?" }
        return "there is no setting “\(shown)”; \(advice ?? "grupo-batch send --help lists them (with _ for -).")"
    }

    private mutating func report(_ line: Int, _ mistake: String) {
        mistakes.append("\(DisplayText.oneLine(path, limit: 1_000)):\(line): \(mistake)")
    }

    /// The library's words with the line they are about.
    private static func words(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let context = context.map { " \($0.text)" } ?? ""
            return
                "line \(mark.line): \(DisplayText.oneLine(problem + context)); see https://yaml.org for how it is written."
        case .duplicatedKeysInMapping(let duplicates, _):
            return
                "names \(DisplayText.oneLine(duplicates.map { "\($0)" }.joined(separator: ", "))) twice; keep one of them."
        default: return "is not YAML: \(DisplayText.oneLine("\(error)"))"
        }
    }
}
