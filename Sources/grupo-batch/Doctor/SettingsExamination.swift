import BatchModel
import Text

/// Looks at the configuration files and at the secret key.
struct SettingsExamination {
    let settings: Settings
    let environment: [String: String]

    var findings: [Finding] {
        if let fault = settings.fault {
            return fault.description.split(separator: "\n").map {
                .failure("configuration", String($0), remedy: "Correct the line; nothing is sent until then.")
            }
        }
        let remarks = settings.remarks.map {
            Finding.warning("environment", $0, remedy: "Rename or unset the variable.")
        }
        return [configuration] + remarks
    }

    private var configuration: Finding {
        let paths = settings.files.map { DisplayText.oneLine($0.path, limit: 1_000) }
        guard !paths.isEmpty else {
            return .good(
                "configuration", "no file (\(SettingsFiles.projectName), \(SettingsFiles.userPath(environment)))")
        }
        let profile = settings.profile.map { ", profile \(DisplayText.oneLine($0))" } ?? ""
        return .good("configuration", paths.joined(separator: ", ") + profile)
    }

    /// Looks for the key; a command that prints it is run.
    func secret(_ transport: TransportArguments) -> Finding {
        guard transport.secretFile != "-" else { return .good("secret key", "comes from standard input") }
        guard SecretSource.isGiven(transport, environment) else {
            return .failure("secret key", "none is given", remedy: SecretSource.advice)
        }
        do {
            let key = try SecretSource.load(transport, environment: environment)
            return .good("secret key", "\(Numbers.count(key.byteCount, "byte")) from \(SecretSource.name(transport))")
        } catch {
            return .failure(
                "secret key", DisplayText.oneLine("\(error)", limit: 1_000),
                remedy: "The site shows it under Menu > Settings > General Settings > API Secret Key.")
        }
    }
}
