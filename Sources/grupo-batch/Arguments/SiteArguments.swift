import ArgumentParser
import BatchModel
import Foundation
import GrupoAPI

/// Which site, and how to reach it.
struct SiteArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the site.", valueName: "url"))
    var site: String?

    @Flag(name: .customLong("allow-http"), help: "Let the site's address be http://; anyone on the way reads the key.")
    var allowHTTP = false

    /// The site's address; nil when none is given.
    func address() throws -> SiteAddress? {
        guard let site, !site.isEmpty else { return nil }
        do {
            return try SiteAddress(site, allowHTTP: allowHTTP)
        } catch {
            throw Failure(Settings.status(of: "site"), "\(Settings.source(of: "site")): \(error)")
        }
    }

    /// The site's address.
    func requiredAddress() throws -> SiteAddress {
        if let address = try address() { return address }
        throw Failure(
            .configuration, "No site. Give its address with --site, as GRUPO_SITE, or in \(SettingsFiles.projectName).")
    }
}

/// How requests are made, and where the secret key comes from.
struct TransportArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("File with the secret key, or - for standard input.", valueName: "path"), completion: .file()
    )
    var secretFile: String?

    @Option(
        help: ArgumentHelp("Command that prints the secret key, such as \"pass show grupo\".", valueName: "command"))
    var secretCommand: String?

    @Option("Longest time for one whole exchange.", valueName: "duration")
    var timeout = TimeSpan(.seconds(30))

    @Option("Longest time to connect.", valueName: "duration")
    var connectTimeout = TimeSpan(.seconds(10))

    @Option(help: ArgumentHelp("File with the certificates to trust.", valueName: "path"), completion: .file())
    var caFile: String?

    @Option(help: ArgumentHelp("User-Agent to send; some sites block what is not a browser.", valueName: "text"))
    var userAgent: String?

    @Option(help: ArgumentHelp("Proxy for https:// sites; loopback and http:// never use one.", valueName: "url"))
    var proxy: String?

    func validate() throws {
        guard secretFile == nil || secretCommand == nil else {
            throw ValidationError("--secret-file and --secret-command exclude each other.")
        }
    }

    /// Refuses a file of certificates that cannot be read, which libcurl would call the site's fault.
    static func checkReadable(caFile: String) throws {
        guard FileManager.default.contents(atPath: caFile) == nil else { return }
        throw Failure(
            Settings.status(of: "ca-file"),
            "\(Settings.source(of: "ca-file")): \(DisplayText.oneLine(caFile, limit: 1_000)) cannot be read\(Undone.clause)."
        )
    }

    /// What the client is told.
    func settings(maxConnections: Int) -> TransportSettings {
        TransportSettings(
            timeout: timeout.duration, connectTimeout: connectTimeout.duration,
            userAgent: userAgent ?? Version.userAgent,
            proxy: proxy, caFile: caFile, maxConnections: maxConnections)
    }
}
