import ArgumentParser
import GrupoAPI

/// Which site, and how to reach it.
struct SiteArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the site; or set GRUPO_SITE.", valueName: "url"))
    var site: String?

    @Flag(name: .customLong("allow-http"), help: "Let the site's address be http://; anyone on the way reads the key.")
    var allowHTTP = false

    /// The site's address from the option or the environment; nil when neither names one.
    func address(_ environment: [String: String]) throws -> SiteAddress? {
        guard let text = site ?? environment["GRUPO_SITE"], !text.isEmpty else { return nil }
        do {
            return try SiteAddress(text, allowHTTP: allowHTTP)
        } catch {
            throw Failure(.usage, "\(site == nil ? "GRUPO_SITE" : "--site"): \(error)")
        }
    }
}

/// How requests are made, and where the secret key comes from.
struct TransportArguments: ParsableArguments {
    @Option(help: ArgumentHelp("File with the secret key, or - for standard input.", valueName: "path"))
    var secretFile: String?

    @Option(help: ArgumentHelp("Longest time for one whole exchange.", valueName: "duration"))
    var timeout = TimeSpan(.seconds(30))

    @Option(help: ArgumentHelp("Longest time to connect.", valueName: "duration"))
    var connectTimeout = TimeSpan(.seconds(10))

    @Option(help: ArgumentHelp("File with the certificates to trust.", valueName: "path"))
    var caFile: String?

    @Option(help: ArgumentHelp("User-Agent to send; some sites block what is not a browser.", valueName: "text"))
    var userAgent: String?

    @Option(help: ArgumentHelp("Proxy for https:// sites; loopback and http:// never use one.", valueName: "url"))
    var proxy: String?

    /// What the client is told.
    func settings(maxConnections: Int) -> TransportSettings {
        TransportSettings(
            timeout: timeout.duration, connectTimeout: connectTimeout.duration,
            userAgent: userAgent ?? Version.userAgent,
            proxy: proxy, caFile: caFile, maxConnections: maxConnections)
    }
}
