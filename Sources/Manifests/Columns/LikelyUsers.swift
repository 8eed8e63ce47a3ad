/// Which column probably holds the users of a file that has no column of a known name for them.
struct LikelyUsers {
    private static let sampleCount = 100

    /// The columns, likeliest first, as the file names them; at most two.
    let columns: [String]

    /// Looks at the names and, if they say nothing, at the cells of a page below them.
    init(_ names: [String], page: RecordPage? = nil) {
        let named = names.enumerated().map { (name: $1, score: Self.score($1), place: $0) }.filter { $0.score > 0 }
            .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
        guard named.isEmpty, let page else {
            // A weak name is no rival of a strong one.
            columns = named.filter { $0.score == named[0].score }.prefix(2).map(\.name)
            return
        }
        columns = names.indices.filter { Self.score(names[$0]) == 0 && Self.holdsAddresses(page, $0) }.prefix(2)
            .map { names[$0] }.filter { !ColumnName.folded($0).isEmpty }
    }

    /// The next step, with the option as a shell takes it; empty when no column is likely.
    var advice: String {
        guard let first = columns.first else { return "" }
        let other = columns.dropFirst().map { ", or for \"\($0)\" --map user=\(JSONShape.argument($0))" }.joined()
        return "If \"\(first)\" is the column of users, add --map user=\(JSONShape.argument(first))\(other). "
    }

    /// The same as a question, for a list, where the option would count for the manifest too; empty when no column is likely.
    func question(_ meaning: String) -> String {
        let names = columns.map { "\"\($0)\"" }.joined(separator: " or ")
        return names.isEmpty ? "" : "Is \(names) \(meaning)? "
    }

    // MARK: Names

    /// How much a name promises; 0: nothing, below: that it is something else.
    static func score(_ name: String) -> Int {
        let words = words(of: name)
        let joined = words.joined()
        // A header whose cells were not told apart is no name.
        if joined.isEmpty || name.contains(where: { ",;|^~\t".contains($0) }) { return 0 }
        if words.contains(where: others.contains) || otherParts.contains(where: joined.contains) { return -1 }
        if strong.contains(where: joined.contains) { return 3 }
        if words.contains(where: addresses.contains) || joined.contains("email") { return 2 }
        if words.contains(where: weak.contains) { return 1 }
        return 0
    }

    /// The words of a name in small letters without accents, digits and signs: `userLogin`, `user_login` and `User Login` are one.
    private static func words(of name: String) -> [String] {
        var words = [""]
        var isBehindSmall = false
        for scalar in String(decoding: IdentityText.decomposed(name.utf8.span), as: UTF8.self).unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            let isCapital = scalar.properties.isUppercase
            if !scalar.properties.isAlphabetic || (isCapital && isBehindSmall), words.last != "" { words.append("") }
            isBehindSmall = scalar.properties.isLowercase
            if scalar.properties.isAlphabetic { words[words.count - 1] += scalar.properties.lowercaseMapping }
        }
        return words.filter { !$0.isEmpty }
    }

    private static let strong = [
        "username", "userlogin", "useremail", "loginname", "loginid", "nickname", "screenname", "primaryemail",
        "emailaddress", "mailaddress", "emailadres", "mailadres", "benutzername", "nutzername", "anmeldename",
        "nomdutilisateur", "adressedemessagerie", "adresseelectronique", "adressemail", "adresseemail",
        "correoelectronico",
        "nombredeusuario", "nomeutente", "nomedeusuario", "nomedoutilizador", "enderecodeemail", "indirizzoemail",
        "indirizzodiposta", "gebruikersnaam", "anvandarnamn", "brukernavn", "brugernavn", "kayttajatunnus",
        "nazwauzytkownika", "uzivatelskejmeno", "felhasznalonev", "kullaniciadi",
    ]
    private static let addresses: Set<String> = [
        "mail", "email", "mailto", "upn", "courriel", "messagerie", "correo", "epost", "eposta", "sahkoposti", "posta",
        "почта", "логин", "メール", "邮箱", "邮件", "handle", "login", "nick", "benutzer", "nutzer", "utilisateur", "usuario",
        "utilizador", "utente", "gebruiker", "anvandare", "bruger", "bruker", "uzytkownik", "kullanici", "пользователь",
        "用户名", "ユーザー",
    ]
    private static let weak: Set<String> = [
        "user", "users", "recipients", "member", "mitglied", "membre", "miembro", "socio", "lid", "subscriber",
        "abonnent", "account", "konto", "compte", "cuenta", "address", "adresse", "direccion", "indirizzo", "endereco",
    ]
    private static let others: Set<String> = [
        "date", "time", "created", "registered", "joined", "count", "status", "state", "verified", "confirmed", "opt",
        "optin", "type", "typ", "pass", "password", "url", "link", "key", "role", "label", "id", "group", "city",
        "street",
        "zip", "country", "subject", "title", "color", "avatar", "owner", "since", "domain", "consent", "last",
        "source",
        "rating", "notes", "lang", "language", "ip", "number", "phone", "agent", "postal", "sent", "bounced", "at",
        "on",
        "is", "has", "datum", "rang", "level", "display",
    ]
    private static let otherParts = ["lastlogin", "emailoptin", "emailstatus", "displayname", "nicename", "useragent"]

    // MARK: Contents

    /// Whether the cells of a column look like e-mail addresses or @names, hardly one twice.
    private static func holdsAddresses(_ page: RecordPage, _ column: Int) -> Bool {
        var seen: Set<String> = []
        var (count, good) = (0, 0)
        for row in (page.firstRow..<page.rows.count).prefix(sampleCount) {
            let cells = page.cellRange(ofRow: row)
            guard column < cells.count else { continue }
            let text = page.text(ofCell: cells.lowerBound + column)
            if text.isEmpty { continue }
            count += 1
            if isAddress(text), seen.insert(text).inserted { good += 1 }
        }
        return good > 0 && good * 10 >= count * 8
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, !text.utf8.contains(where: { $0 <= 0x20 }) else { return false }
        return parts[1].contains(UInt8(ascii: ".")) && !parts[0].isEmpty || parts[0].isEmpty && parts[1].count > 1
    }
}
