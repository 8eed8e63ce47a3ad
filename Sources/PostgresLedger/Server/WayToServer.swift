import LedgerStore

/// How a session reaches its server, and whether somebody on the way could read along, or stand in for the server.
struct WayToServer {
    let isEncrypted: Bool
    let options: ResolvedOptions

    /// Whether the server had to prove that it is the one that was named.
    private var isProved: Bool { options["sslmode"] == "verify-full" }

    /// Whether nobody can come between: the server is on this machine, or proved who it is.
    var isTrusted: Bool { options.isLocal || isEncrypted && isProved }

    /// In words.
    var text: String {
        guard isEncrypted else { return options.isLocal ? "on this machine" : "NOT ENCRYPTED" }
        return "encrypted, \(isProved ? "proved by its certificate" : "not proved (sslmode \(options["sslmode"]))")"
    }

    /// What should not be so; nil when all is well.
    var remark: LedgerRemark? {
        guard !isTrusted else { return nil }
        return LedgerRemark(
            isEncrypted
                ? "the server need not prove who it is (sslmode \(options["sslmode"]))"
                : "what goes to the server and comes back is not encrypted",
            remedy: "leave sslmode out of the address and PGSSLMODE, which makes it verify-full")
    }
}
