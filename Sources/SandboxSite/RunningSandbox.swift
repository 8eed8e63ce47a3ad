/// Where a started sandbox can be reached, and with which key.
package struct RunningSandbox: Sendable, Hashable {
    /// The address it listens on.
    package var host: String
    /// The port it listens on.
    package var port: UInt16
    /// The key it expects.
    package var secretKey: String

    /// The site's address, as `--site` takes it.
    package var site: String { host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)" }
}
