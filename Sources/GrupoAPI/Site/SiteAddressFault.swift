import Text

/// Why a text cannot be a site's address.
public enum SiteAddressFault: Error, Sendable, Hashable, CaseIterable {
    /// There is no text.
    case empty
    /// The text holds a blank, a line break or another control character.
    case blankOrControl
    /// The text does not begin with `https://` or `http://`.
    case noScheme
    /// The scheme is neither https nor http.
    case unsupportedScheme
    /// Plain http to a host that is not this machine.
    case httpNotAllowed
    /// A user name or a password stands before the host.
    case userInfo
    /// The address has a query (`?`).
    case query
    /// The address has a fragment (`#`).
    case fragment
    /// There is no host.
    case noHost
    /// The host is not in ASCII.
    case hostNotASCII
    /// The host is no valid name or IP address.
    case badHost
    /// The port is not a number from 1 to 65535.
    case badPort
    /// The path holds `.` or `..`, a character an address cannot hold, or an incomplete percent escape.
    case badPath
}

extension SiteAddressFault: CustomStringConvertible {
    /// What is wrong and what to do, in one line.
    public var description: String {
        switch self {
        case .empty: "the site's address is empty; give it like https://chat.example.com"
        case .blankOrControl: "the site's address holds a blank or a control character; remove it"
        case .noScheme: "the site's address needs its scheme; write it like https://chat.example.com"
        case .unsupportedScheme: "the site's address must begin with https://"
        case .httpNotAllowed:
            "plain http would show the secret key to the network; use https://, or allow it (\(option: .allowHTTP))"
        case .userInfo: "the site's address holds a user name or password; remove everything up to the @"
        case .query: "the site's address holds a query; remove everything from the ? on"
        case .fragment: "the site's address holds a fragment; remove everything from the # on"
        case .noHost: "the site's address has no host; give it like https://chat.example.com"
        case .hostNotASCII: "the site's host is not in ASCII; write it as punycode (xn--…)"
        case .badHost: "the site's host is neither a valid name nor a valid IP address"
        case .badPort: "the site's port is not a number from 1 to 65535"
        case .badPath: "the site's path cannot be used; write it without . and .., other characters percent-encoded"
        }
    }
}
