/// Where a started sandbox can be reached, and with which key.
package struct RunningSandbox: Sendable, Hashable {
    /// The address it listens on.
    package var host: String
    /// The port it listens on.
    package var port: UInt16
    /// The key it expects.
    package var secretKey: String
    /// What tells this site from others that were at the same address; empty for a site without a path.
    package var name = ""

    /// The site's address, as `--site` takes it.
    package var site: String {
        (host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)") + (name.isEmpty ? "" : "/\(name)")
    }
}
