import BatchModel
import Configuration
import Foundation

/// A configuration file, checked from its first line to its last.
struct SettingsFile {
    /// Where it is, as the user would write it.
    let path: String
    /// The names of its profiles.
    let profiles: [String]
    private let snapshot: YAMLSnapshot?
    private let entries: [[String]: SettingsFileReader.Entry]

    /// Reads a file.
    ///
    /// Throws `Failure` with status 78 that names every line with a mistake.
    init(path: String, known options: [OptionFacts]) throws(Failure) {
        self.path = path
        let bytes = try TrustedFile.read(path)
        let reader = try SettingsFileReader(bytes, path: path, known: options)
        profiles = reader.profiles
        entries = reader.entries
        do {
            // A file of comments only holds no mapping, which is no mistake here.
            snapshot = reader.isEmpty ? nil : try Self.snapshot(bytes, of: path)
        } catch {
            throw Failure(.configuration, "\(DisplayText.oneLine(path)): \(DisplayText.oneLine("\(error)")).")
        }
    }

    private static func snapshot(_ bytes: [UInt8], of path: String) throws -> YAMLSnapshot {
        try YAMLSnapshot(data: unsafe bytes.span.bytes, providerName: path, parsingOptions: .default)
    }

    /// An option's value in a profile, or outside of any; nil when the file does not say.
    func setting(_ option: OptionFacts, profile: String?) -> Setting? {
        let place = (profile.map { ["profiles", $0] } ?? []) + [option.key]
        guard let entry = entries[place] else { return nil }
        let values = (try? values(option, entry, at: place)) ?? []
        return Setting(
            option: option, values: option.isPath ? values.map(resolved) : values,
            origin: .file(path: path, line: entry.line, key: option.key))
    }

    private func values(_ option: OptionFacts, _ entry: SettingsFileReader.Entry, at place: [String]) throws -> [String]
    {
        switch entry.shape {
        case .text:
            let text = try text(place)
            return [option.isFlag ? "\(Setting.flag(text) ?? false)" : text]
        case .list:
            let value = try snapshot?.value(forKey: AbsoluteConfigKey(place), type: .stringArray).value
            guard case .stringArray(let texts) = value?.content else { return [] }
            return texts
        case .mapping(let names):
            return try names.map { "\($0)=\(try text(place + [$0]))" }
        }
    }

    private func text(_ place: [String]) throws -> String {
        let value = try snapshot?.value(forKey: AbsoluteConfigKey(place), type: .string).value
        guard case .string(let text) = value?.content else { return "" }
        return text
    }

    /// A path in the file means the same wherever the command is started.
    private func resolved(_ value: String) -> String {
        if value == "-" || value.hasPrefix("/") { return value }
        if value.hasPrefix("~/") { return NSHomeDirectory() + value.dropFirst() }
        guard let slash = path.lastIndex(of: "/") else { return value }
        return path[...slash] + value
    }
}
