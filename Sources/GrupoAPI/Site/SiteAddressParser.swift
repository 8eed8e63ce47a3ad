/// Takes an address apart and checks each part; refuses whatever could be read in two ways.
enum SiteAddressParser {
    /// The parts of an address, canonical each.
    struct Parts {
        var scheme: String
        var host: String
        var port: Int?
        var path: String
    }

    /// Reads an address.
    static func parse(_ text: String) throws(SiteAddressFault) -> Parts {
        if text.isEmpty { throw .empty }
        for scalar in text.unicodeScalars where scalar.properties.isWhitespace || isControl(scalar) {
            throw .blankOrControl
        }
        let (scheme, rest) = try splitScheme(text)
        if rest.contains("#") { throw .fragment }
        if rest.contains("?") { throw .query }
        let authorityEnd = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        if authority.contains("@") { throw .userInfo }
        let (host, port) = try splitPort(authority)
        return Parts(scheme: scheme, host: host, port: port, path: try path(rest[authorityEnd...]))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
    }

    private static func splitScheme(_ text: String) throws(SiteAddressFault) -> (String, Substring) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { throw .noScheme }
        let scheme = text[..<colon].lowercased()
        guard scheme == "https" || scheme == "http" else { throw scheme.isEmpty ? .noScheme : .unsupportedScheme }
        return (scheme, text[text.index(colon, offsetBy: 3)...])
    }

    private static func splitPort(_ authority: Substring) throws(SiteAddressFault) -> (String, Int?) {
        if authority.isEmpty { throw .noHost }
        var hostText = authority
        var portText: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .badHost }
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.first == ":" else { throw .badHost }
            hostText = authority[...end]
            portText = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            hostText = authority[..<colon]
            portText = authority[authority.index(after: colon)...]
        }
        if hostText.isEmpty { throw .noHost }
        guard hostText.utf8.allSatisfy({ $0 < 0x80 }) else { throw .hostNotASCII }
        guard let host = HostName.canonical(hostText) else { throw .badHost }
        return (host, try portText.map(port))
    }

    private static func port(_ text: Substring) throws(SiteAddressFault) -> Int {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(text), (1...65_535).contains(port)
        else { throw .badPort }
        return port
    }

    private static func path(_ text: Substring) throws(SiteAddressFault) -> String {
        var path = withoutTrailingSlashes(try checkedPath(text))
        if path.hasSuffix("/api_request") { path = withoutTrailingSlashes(path.dropLast("/api_request".count)) }
        return path
    }

    private static func withoutTrailingSlashes(_ text: some StringProtocol) -> String {
        var path = String(text)
        while path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// The path with its percent escapes in upper case.
    private static func checkedPath(_ text: Substring) throws(SiteAddressFault) -> String {
        var checked = ""
        var escapeDigitsLeft = 0
        for character in text.unicodeScalars {
            if escapeDigitsLeft > 0 {
                guard Character(character).isHexDigit, character.isASCII else { throw .badPath }
                checked += Character(character).uppercased()
                escapeDigitsLeft -= 1
                continue
            }
            switch character {
            case "%": escapeDigitsLeft = 2
            case "a"..."z", "A"..."Z", "0"..."9", "/", "-", ".", "_", "~", "!", "$", "&", "'", "(", ")", "*", "+", ",",
                ";", "=", ":", "@":
                break
            default: throw .badPath
            }
            checked.unicodeScalars.append(character)
        }
        let segments = checked.split(separator: "/").map { $0.replacingEscapedDots() }
        guard escapeDigitsLeft == 0, !segments.contains("."), !segments.contains("..") else { throw .badPath }
        return checked
    }
}

extension Substring {
    /// The text with `%2E` as a dot, which servers take for one.
    fileprivate func replacingEscapedDots() -> String {
        split(separator: "%2E", omittingEmptySubsequences: false).joined(separator: ".")
    }
}
