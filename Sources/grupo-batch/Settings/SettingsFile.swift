import Foundation
import LedgerStore

/// A configuration file, checked from its first line to its last.
struct SettingsFile {
    /// Where it is, as the user would write it.
    let path: String
    /// The names of its profiles.
    let profiles: [String]
    private let entries: [[String]: SettingsFileReader.Entry]

    /// Reads a file.
    ///
    /// Throws `Failure` with status 78 that names every line with a mistake.
    init(path: String, known options: [OptionFacts]) throws(Failure) {
        self.path = path
        let reader = try SettingsFileReader(try TrustedFile.read(path), path: path, known: options)
        profiles = reader.profiles
        entries = reader.entries
    }

    /// An option's value in a profile, or outside of any; nil when the file does not say.
    func setting(_ option: OptionFacts, profile: String?) -> Setting? {
        let place = (profile.map { ["profiles", $0] } ?? []) + [option.key]
        guard let entry = entries[place] else { return nil }
        return Setting(
            option: option, values: option.isPath ? entry.values.map(resolved) : entry.values,
            origin: .file(path: path, line: entry.line, key: option.key))
    }

    /// A path in the file means the same wherever the command is started.
    private func resolved(_ value: String) -> String {
        if value == "-" || value.hasPrefix("/") || LedgerAddress(value).path == nil { return value }
        if value.hasPrefix("~/") { return NSHomeDirectory() + value.dropFirst() }
        guard let slash = path.lastIndex(of: "/") else { return value }
        return path[...slash] + value
    }
}
