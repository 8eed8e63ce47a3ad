import BatchModel
import Foundation

/// The configuration files of this run: the one named, or the project's and the user's.
struct SettingsFiles {
    /// The project's file, in the current folder.
    static let projectName = "grupo-batch.yaml"

    /// Those that are there, the first in first.
    let files: [SettingsFile]
    /// The profile in use.
    let profile: String?

    /// The user's own file.
    static func userPath(_ environment: [String: String]) -> String {
        // The XDG specification tells to ignore relative paths.
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (folder ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.config") + "/grupo-batch/config.yaml"
    }

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - named: the file of `--config`, which must be there and is then the only one.
    ///   - profile: the profile of `--profile`, which some file must have.
    init(
        named: String?, profile: String?, environment: [String: String], known options: @autoclosure () -> [OptionFacts]
    ) throws(Failure) {
        let paths = named.map { [$0] } ?? [Self.projectName, Self.userPath(environment)]
        var files: [SettingsFile] = []
        for path in paths where named != nil || FileManager.default.fileExists(atPath: path) {
            files.append(try SettingsFile(path: path, known: options()))
        }
        self.files = files
        self.profile = profile
        if let profile, !files.contains(where: { $0.profiles.contains(profile) }) {
            throw Self.noProfile(profile, files)
        }
    }

    /// What each place sets of these options, the place that counts before others first: the profile in each file, then what stands
    /// outside of profiles.
    func settings(_ options: [OptionFacts]) -> [[Setting]] {
        let places = (profile.map { [$0] } ?? []) + [nil]
        return places.flatMap { profile in
            files.map { file in options.compactMap { file.setting($0, profile: profile) } }
        }
    }

    private static func noProfile(_ profile: String, _ files: [SettingsFile]) -> Failure {
        let known = files.flatMap(\.profiles)
        let where_ = files.map { DisplayText.oneLine($0.path) }.joined(separator: " and ")
        let advice =
            files.isEmpty
            ? "there is no configuration file; make one with grupo-batch init."
            : known.isEmpty
                ? "\(where_) has no profiles." : "\(where_) has: \(DisplayText.oneLine(known.joined(separator: ", ")))."
        return Failure(.configuration, "There is no profile “\(DisplayText.oneLine(profile))”: \(advice)")
    }
}
