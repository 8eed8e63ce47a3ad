import CPostgres
import LedgerStore

/// What libpq is told to connect with: the address's own words, and what is added where neither they nor the environment say.
struct ConnectionOptions {
    /// Keyword and value, as libpq has them: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    private(set) var values: [String: String]

    /// Reads an address; throws `LedgerFault.badAddress`.
    init(_ address: LedgerAddress) throws {
        if let fault = address.fault { throw LedgerFault.badAddress(reason: fault) }
        guard case .url(let url) = address else {
            throw LedgerFault.badAddress(reason: "\(address) is no address of a database")
        }
        values = try Self.parsed(Self.asLibpqHasIt(url), shownAs: "\(address)")
        // Where the check of the address and libpq read it differently, libpq's reading counts.
        guard !values.keys.contains(where: { $0.hasSuffix("password") }) else {
            throw LedgerFault.badAddress(reason: "the address \(address) holds a password; keep it in ~/.pgpass")
        }
        values["client_encoding"] = "UTF8"
        values["fallback_application_name"] = "grupo-batch"
        // A link that is cut while an answer is owed ends a session only by this: keepalives wait for it.
        for (key, value) in [
            ("target_session_attrs", "primary"), ("tcp_user_timeout", "15000"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ] where values[key] == nil { values[key] = value }
    }

    /// The same with another value.
    func with(_ key: String, _ value: String) -> ConnectionOptions {
        var changed = self
        changed.values[key] = value
        return changed
    }

    /// Schemes in lower case, and a service without slashes, which libpq takes in a list of words only.
    private static func asLibpqHasIt(_ url: String) -> String {
        let scheme = url.prefix { $0 != ":" }
        let rest = url[scheme.endIndex...]
        return rest.hasPrefix("://") ? scheme.lowercased() + rest : String(rest.dropFirst())
    }

    private static func parsed(_ text: String, shownAs shown: String) throws -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(text, &message) else {
            defer { unsafe PQfreemem(message) }
            // libpq's words may hold a piece of what was misread.
            throw LedgerFault.badAddress(
                reason:
                    "the address \(shown) cannot be read; write postgres://USER@HOST/DATABASE or postgres:service=NAME")
        }
        defer { unsafe PQconninfoFree(options) }
        return unsafe values(of: options)
    }

    /// The values that a list of libpq's has.
    static func values(of options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var found: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val { unsafe found[String(cString: keyword)] = String(cString: value) }
            unsafe option += 1
        }
        return found
    }
}
