import Foundation
import Testing

@testable import grupo_batch

@Suite("Settings from the environment and from files")
struct SettingsTests {
    /// Every option that may be set elsewhere than on the command line, with the command it belongs to.
    static let options: [(command: [String], option: OptionFacts)] = commands.flatMap { command in
        let reading = Set(OptionFacts.all(of: ReadingArguments.self).map(\.name))
        let follows = ["report", "status", "resolve"].contains(command[0])
        return (GrupoBatch.type(of: command).map { OptionFacts.all(of: $0) } ?? [])
            .filter { $0.isSetting && !(follows && reading.contains($0.name)) }
            .map { (command, $0) }
    }

    private static let commands =
        GrupoBatch.configuration.subcommands.flatMap { command in
            let name = command.configuration.commandName ?? ""
            let own = command.configuration.subcommands.compactMap { $0.configuration.commandName }
            return own.isEmpty ? [[name]] : own.map { [name, $0] }
        }

    @Test("The option outranks the environment, which outranks the file", arguments: options)
    func order(of command: [String], _ option: OptionFacts) throws {
        let file = try SettingsSample("\(option.key): \(option.isFlag ? "true" : "\"from file\"")\n")
        let typed = option.isFlag ? ["--\(option.name)"] : ["--\(option.name)=typed"]
        let variable = [option.variable: option.isFlag ? "false" : "from environment"]
        func value(_ words: [String], _ environment: [String: String], file: Bool) throws -> String? {
            let settings = try file ? sample(command, words, environment) : Self.settings(command, words, environment)
            return settings.given.first { $0.option.name == option.name }?.values.joined()
        }
        func sample(_ command: [String], _ words: [String], _ environment: [String: String]) throws -> Settings {
            try Self.settings(command, words + ["--config", file.path], environment)
        }
        let fromFile = option.isFlag ? "true" : option.isPath ? file.folder + "/from file" : "from file"
        #expect(try value([], [:], file: false) == nil)
        #expect(try value([], [:], file: true) == fromFile)
        #expect(try value([], variable, file: true) == (option.isFlag ? "false" : "from environment"))
        // Suppression lists add up: one of the command line takes nobody off another.
        #expect(try value(typed, variable, file: true) == (option.name == "exclude" ? "from environment" : nil))
        #expect(try sample(command, typed, variable).arguments.contains(typed[0]))
    }

    @Test("Suppression lists of the command line, the environment, a profile and the file add up")
    func listsAddUp() throws {
        let file = try SettingsSample("exclude: [a.txt, b.txt]\nprofiles:\n  youth:\n    exclude: c.txt\n")
        let settings = try Self.settings(
            ["send"], ["--exclude=d.txt", "--config", file.path, "--profile", "youth"], ["GRUPO_EXCLUDE": "e.txt"])
        #expect(
            settings.given.flatMap(\.values)
                == ["e.txt", file.folder + "/c.txt", file.folder + "/a.txt", file.folder + "/b.txt"])
        #expect(settings.arguments.contains("--exclude=d.txt"))
    }

    @Test("A consent counts on the command line only", arguments: OptionFacts.consents.sorted())
    func consents(name: String) throws {
        let option = try #require(GrupoBatch.allOptions().first { $0.name == name })
        let command = try #require(
            Self.commands.first { command in
                GrupoBatch.type(of: command).map { OptionFacts.all(of: $0) }?.contains { $0.name == name } ?? false
            })
        let settings = try Self.settings(command, [], [option.variable: "true"])
        #expect(settings.given.isEmpty)
        #expect(
            settings.remarks == [
                "\(option.variable) has no effect: --\(name) is given on the command line, for one run."
            ])
        let file = try SettingsSample("\(option.key): true\n")
        #expect(throws: Failure.self) { try Self.settings(command, ["--config", file.path], [:]) }
    }

    @Test("A report takes the way of reading from the last run, not from the environment")
    func reportFollowsTheLastRun() throws {
        #expect(try Self.settings(["report"], ["l.csv"], ["GRUPO_SENDER": "office"]).given.isEmpty)
        #expect(try Self.settings(["send"], ["l.csv"], ["GRUPO_SENDER": "office"]).given.count == 1)
    }

    @Test("Of two options that exclude each other the nearer one counts")
    func rivals() throws {
        let file = try SettingsSample("template: text.txt\nkeep_served: true\n")
        let settings = try Self.settings(
            ["send"], ["l.csv", "--config", file.path, "--resend-edited"], ["GRUPO_MESSAGE": "Hello"])
        #expect(settings.given.map(\.option.name) == ["message"])
    }

    @Test("Of two options of one place that exclude each other, the one without effect is named")
    func rivalsOfOnePlace() throws {
        let both = ["GRUPO_MESSAGE": "Hello", "GRUPO_TEMPLATE": "text.txt"]
        #expect(
            try Self.settings(["send"], ["l.csv"], both).remarks == [
                "GRUPO_TEMPLATE has no effect: GRUPO_MESSAGE counts."
            ])
        #expect(try Self.settings(["send"], ["l.csv", "--template", "t.txt"], both).remarks == [])
        let file = try SettingsSample("template: text.txt\nmessage: Hello\n")
        #expect(
            try Self.settings(["send"], ["l.csv", "--config", file.path], [:]).remarks == [
                "\(file.path):1: template has no effect: \(file.path):2: message counts."
            ])
        let one = ["GRUPO_MESSAGE": "Hello"]
        #expect(try Self.settings(["send"], ["l.csv", "--config", file.path], one).remarks == [])
    }

    @Test("Of two that exclude each other the profile's counts before one outside of profiles")
    func rivalsOfTwoPlaces() throws {
        let file = try SettingsSample(
            """
            message: Hello
            secret_file: key.txt
            profiles:
              youth:
                template: youth.txt
                secret_command: pass show youth
              plain:
                rate: 1/s
            """)
        let youth = try Self.settings(["send"], ["--config", file.path, "--profile", "youth"], [:])
        #expect(youth.given.map(\.option.name).sorted() == ["secret-command", "template"])
        #expect(youth.remarks == [])
        let plain = try Self.settings(["send"], ["--config", file.path, "--profile", "plain"], [:])
        #expect(plain.given.map(\.option.name).sorted() == ["message", "rate", "secret-file"])
    }

    @Test("The key in the environment comes before a file or command of the configuration, not before an option")
    func secretSources() throws {
        let file = try SettingsSample("secret_command: pass show grupo\n")
        func names(_ words: [String], _ environment: [String: String]) throws -> [String] {
            try Self.settings(["send"], words + ["--config", file.path], environment).given.map(\.option.name)
        }
        #expect(try names([], [:]) == ["secret-command"])
        #expect(try names([], ["GRUPO_API_SECRET_KEY": "k"]) == [])
        #expect(try names([], ["GRUPO_SECRET_FILE": "key"]) == ["secret-file"])
        #expect(try names(["--secret-file=key"], [:]) == [])
    }

    @Test("A profile comes before what stands outside of profiles")
    func profiles() throws {
        let file = try SettingsSample(
            """
            rate: 1/s
            sender: office
            profiles:
              youth:
                rate: 9/s
                map: {user: Member, sender: "From, exactly"}
                fatal_error_keys: [bad_key, "other, key"]
            """)
        let settings = try Self.settings(["send"], ["--config", file.path, "--profile", "youth"], [:])
        #expect(
            settings.arguments.dropFirst().prefix { $0.hasPrefix("--") && $0 != "--config" }.sorted() == [
                "--fatal-error-keys=bad_key", "--fatal-error-keys=other, key", "--map=sender=From, exactly",
                "--map=user=Member", "--rate=9/s", "--sender=office",
            ])
        let origin = settings.given.first { $0.option.name == "rate" }?.origin.text
        #expect(origin == "\(file.path):5: rate")
    }

    @Test("An empty variable counts as not set")
    func emptyVariable() throws {
        #expect(try Self.settings(["send"], [], ["GRUPO_RATE": ""]).given.isEmpty)
    }

    @Test(
        "A misspelt variable ends the run with the name it should have",
        arguments: [
            ("GRUPO_RAT", "GRUPO_RATE"), ("GRUPO_CONCURENCY", "GRUPO_CONCURRENCY"), ("GRUPO_CONC", "GRUPO_CONCURRENCY"),
            ("GRUPO_CONFG", "GRUPO_CONFIG"), ("GRUPO_API_SECRET", "GRUPO_API_SECRET_KEY"),
        ])
    func misspeltVariable(name: String, meant: String) throws {
        let failure = try #require(throws: Failure.self) { try Self.settings(["send"], [], [name: "3"]) }
        #expect(failure.status == .configuration)
        #expect(failure.description == "\(name) is no setting; did you mean \(meant)?")
    }

    @Test(
        "A variable that resembles no setting is another program's", arguments: ["GRUPO_FOO", "GRUPO_SOMETHING_ELSE"])
    func foreignVariable(name: String) throws {
        #expect(try Self.settings(["send"], [], [name: "x"]).remarks.isEmpty)
    }

    static func settings(_ command: [String], _ words: [String], _ environment: [String: String]) throws -> Settings {
        // No file of this machine's must have a say.
        let home = ["HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"]
        return try Settings(
            CommandLineScan(command + words, isCommand: GrupoBatch.isCommand),
            environment: environment.merging(home) { given, _ in given })
    }
}

/// A configuration file that lasts as long as the test.
final class SettingsSample {
    let folder: String
    var path: String { folder + "/settings.yaml" }

    init(_ text: String) throws {
        folder = FileManager.default.temporaryDirectory.path + "/settings-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
