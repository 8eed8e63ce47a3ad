import Text

/// Which column probably holds the users of a file that has no column of a known name for them.
struct LikelyUsers {
    /// The columns, likeliest first, as the file names them; at most two.
    let columns: [String]

    /// Looks at the names and, if they say nothing, at the cells of a page below them: `isTable` says that those have places.
    init(_ names: [String], page: RecordPage? = nil, isTable: Bool = true) {
        let named = names.enumerated().map { (name: $1, score: Self.score($1), place: $0) }.filter { $0.score > 0 }
            .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
        guard named.isEmpty, let page else {
            // A weak name is no rival of a strong one.
            columns = named.filter { $0.score == named[0].score }.prefix(2).map(\.name)
            return
        }
        let free = names.filter { Self.score($0) == 0 && !ColumnName.folded($0).isEmpty }
        let contents = free.map { LikelyContent(page, column: $0, isTable: isTable) }
        let addresses = free.indices.filter { contents[$0].holdsAddresses }
        // A single word may be anything: only where one column alone has such it is worth a question, and only below a line that
        // shows itself to be a header.
        let isHeader = !isTable || page.columns.names.contains(where: Self.isKnown)
        let words = isHeader ? free.indices.filter { contents[$0].holdsUserNames && !Self.isOfPersons(free[$0]) } : []
        columns = (addresses.isEmpty && words.count == 1 ? words : addresses).prefix(2).map { free[$0] }
    }

    /// The next step, with the option as a shell takes it; empty when no column is likely.
    var advice: String {
        guard let first = columns.first else { return "" }
        let other = columns.dropFirst().map { ", or for \"\($0)\" \(option: .map) user=\(JSONShape.argument($0))" }
            .joined()
        return "If \"\(first)\" is the column of users, add \(option: .map) user=\(JSONShape.argument(first))\(other). "
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

    /// Whether a text is what columns are called, so that it is no cell.
    private static func isKnown(_ name: String) -> Bool {
        ManifestField(header: name) != nil || score(name) != 0 || isOfPersons(name) || ColumnName.folded(name) == "name"
    }

    /// Whether a column holds the names that people have beside their user names.
    private static func isOfPersons(_ name: String) -> Bool {
        let joined = words(of: name).joined()
        return personal.contains(where: joined.contains)
    }

    private static let personal = [
        "first", "last", "given", "family", "full", "real", "surname", "vorname", "nachname", "prenom", "apellido",
        "cognome", "voornaam", "achternaam", "fornavn", "etternavn", "fornamn", "efternamn", "anrede", "salutation",
    ]
}
