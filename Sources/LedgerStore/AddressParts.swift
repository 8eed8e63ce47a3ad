/// The parts of a database's URL, as far as they decide what may be shown of it.
struct AddressParts {
    private let scheme: Substring
    private let user: Substring?
    /// The hosts and the database.
    private let place: Substring
    private let words: [(key: String, value: Substring)]
    /// Whether the URL is of the form `scheme://…`.
    let isURL: Bool
    /// Whether a password stands in it, also an empty one.
    let holdsPassword: Bool

    init(_ url: String) {
        let colon = url.firstIndex(of: ":") ?? url.endIndex
        scheme = url[..<colon]
        var rest = url[colon...].dropFirst()
        let isURL = rest.hasPrefix("//")
        self.isURL = isURL
        if isURL { rest = rest.dropFirst(2) }
        // A password that was not escaped may hold a ? or a / itself: whatever stands before the last @ is kept from being shown.
        let at = isURL ? rest.lastIndex(of: "@") : nil
        let login = at.map { rest[..<$0] }
        var tail = at.map { rest[$0...].dropFirst() } ?? rest
        // In a value of a parameter, an @ ends nobody's name.
        let isInParameter = login.map(Self.holdsPlace) ?? false
        if isInParameter { tail = rest }
        let question = isURL ? tail.firstIndex(of: "?") : tail.startIndex
        place = question.map { isURL ? tail[..<$0] : tail[..<tail.startIndex] } ?? tail
        let parameters = question.map { isURL ? tail[$0...].dropFirst() : tail } ?? ""
        let words = parameters.split(whereSeparator: { $0 == "&" || $0 == " " }).map { word in
            let equals = word.firstIndex(of: "=") ?? word.endIndex
            return (key: Self.decoded(word[..<equals]), value: word[equals...].dropFirst())
        }
        self.words = words
        let name = isInParameter ? nil : login
        user = name.map { $0.prefix { $0 != ":" } }
        holdsPassword = (name?.contains(":") ?? false) || words.contains { $0.key.hasSuffix("password") }
    }

    /// Whether what stands before an @ is hosts, database and parameters, and not a name with a password that holds a ?.
    private static func holdsPlace(_ text: Substring) -> Bool {
        let head = text.prefix { $0 != "?" }
        return head.endIndex < text.endIndex && (head.contains("/") || !head.contains(":"))
    }

    /// The service that is named; nil when none is.
    var service: Substring? { value(of: "service") }

    /// The URL without what only the connection needs, by which it can be opened again.
    var shown: String {
        if !isURL { return "\(scheme):\(service.map { "service=\($0)" } ?? "")" }
        var text = "\(scheme)://\((user ?? value(of: "user")).map { "\($0)@" } ?? "")\(place)"
        var kept: [String] = []
        for key in ["host", "port", "dbname", "service"] {
            if let value = value(of: key) { kept.append("\(key)=\(value)") }
        }
        if !kept.isEmpty { text += "?\(kept.joined(separator: "&"))" }
        return text
    }

    private func value(of key: String) -> Substring? { words.last { $0.key == key }?.value }

    /// Keys may be written with percent signs; such a key is still what it says.
    private static func decoded(_ key: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = key.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }
}
