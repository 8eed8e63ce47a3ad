import Foundation
import Testing

@testable import grupo_batch

@Suite("Mistakes in a configuration file")
struct SettingsFileTests {
    @Test(
        "Each mistake is named with its line and what to do",
        arguments: [
            ("raet: 5/s", "1: there is no setting “raet”; did you mean “rate”?"),
            ("max-row-size: 1MiB", "1: there is no setting “max-row-size”; it is written “max_row_size”."),
            ("bom: maybe", "1: bom takes true or false; “maybe” is neither."),
            ("yes: true", "1: --yes is given on the command line, for one run; remove “yes”."),
            (
                "api_secret_key: abc",
                "1: the key itself does not belong here; name a file with secret_file, or a command with secret_command."
            ),
            ("concurrency: [1, 2]", "1: concurrency takes one value, not several."),
            ("rate:", "1: rate has no value; give one, or remove the line."),
            ("sender: \"\"", "1: sender has no value; give one, or remove the line."),
            ("exclude: ''", "1: exclude has no value; give one, or remove the line."),
            ("exclude: [a.txt, '']", "1: exclude has an empty value; write it, or remove it."),
            ("profiles: youth", "1: profiles holds names, each with settings of its own."),
            ("profiles:\n  youth:\n    raet: 1/s", "3: there is no setting “raet”; did you mean “rate”?"),
            (
                "profiles:\n  youth:\n    profiles: {}",
                "3: profiles cannot be nested; write this one beside the others."
            ),
            ("map: {user: [a]}", "1: map takes one column for each field, as in “user: Member”."),
        ])
    func mistakes(text: String, complaint: String) throws {
        let sample = try SettingsSample(text + "\n")
        let failure = try #require(throws: Failure.self) {
            try SettingsFile(path: sample.path, known: GrupoBatch.allOptions())
        }
        #expect(failure.description == "\(sample.path):\(complaint)")
        #expect(failure.status == .configuration)
    }

    @Test("All mistakes are reported at once")
    func allMistakes() throws {
        let sample = try SettingsSample("raet: 5/s\nbom: maybe\nsender: office\n")
        let failure = try #require(throws: Failure.self) {
            try SettingsFile(path: sample.path, known: GrupoBatch.allOptions())
        }
        #expect(failure.description.split(separator: "\n").count == 2)
    }

    @Test("What is not YAML, or not UTF-8, is refused", arguments: ["rate: [", "rate: 1\nrate: 2", "- rate", "\u{0}"])
    func notYAML(text: String) throws {
        let sample = try SettingsSample(text)
        #expect(throws: Failure.self) { try SettingsFile(path: sample.path, known: GrupoBatch.allOptions()) }
    }

    @Test("A file of comments only, or an empty one, sets nothing", arguments: ["", "# rate: 5/s\n"])
    func comments(text: String) throws {
        let sample = try SettingsSample(text)
        let file = try SettingsFile(path: sample.path, known: GrupoBatch.allOptions())
        for option in GrupoBatch.allOptions() { #expect(file.setting(option, profile: nil) == nil) }
    }

    @Test("The starter configuration, with every comment made a setting, has no mistake")
    func starter() throws {
        let starter = try #require(StarterFile.all.first { $0.name.hasSuffix(".yaml") })
        let lines = starter.text.split(separator: "\n").map { line -> String in
            let setting = line.hasPrefix("# ") ? line.dropFirst(2) : line[...]
            let isSetting = setting.contains(/^ *[a-z_]+:( |$)/)
            return isSetting ? String(setting) : "# \(setting)"
        }
        let sample = try SettingsSample(lines.filter { !$0.contains("secret_file") }.joined(separator: "\n"))
        let file = try SettingsFile(path: sample.path, known: GrupoBatch.allOptions())
        #expect(file.profiles == ["youth"])
        let settings = try SettingsTests.settings(["send"], ["l.csv", "--config", sample.path], [:])
        _ = try settings.parse()
        #expect(settings.given.count >= 12)
    }

    @Test("A file that others can write is refused; one's own is read", arguments: [0o602, 0o666, 0o600, 0o644])
    func permissions(mode: Int) throws {
        let sample = try SettingsSample("rate: 5/s\n")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: sample.path)
        if mode & 0o002 == 0 {
            #expect(try SettingsFile(path: sample.path, known: GrupoBatch.allOptions()).profiles.isEmpty)
        } else {
            let failure = try #require(throws: Failure.self) {
                try SettingsFile(path: sample.path, known: GrupoBatch.allOptions())
            }
            #expect(failure.description.contains("chmod go-w"))
        }
    }

    @Test("A path means the same wherever the command is started")
    func paths() throws {
        let sample = try SettingsSample(
            "template: text.txt\nca_file: ~/ca.pem\nsecret_file: \"-\"\nexclude: /all/out.txt\nlog_file: l.jsonl\nattachment: a.pdf\n"
        )
        let file = try SettingsFile(path: sample.path, known: GrupoBatch.allOptions())
        let values = GrupoBatch.allOptions().compactMap { file.setting($0, profile: nil)?.values.first }
        // An attachment's path is the manifest's business.
        #expect(
            Set(values) == [
                "\(sample.folder)/text.txt", "\(NSHomeDirectory())/ca.pem", "-", "/all/out.txt",
                "\(sample.folder)/l.jsonl", "a.pdf",
            ])
    }
}
