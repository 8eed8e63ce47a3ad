/// What stands between the signs of a merge tag: the name of a field, or words that somebody has only set apart.
enum MergeTagName {
    /// How much a name must look like that of a field.
    enum Need {
        /// Nobody writes these signs around anything else.
        case anything
        /// The same, and what stands there is a condition or a loop and no name.
        case statement
        /// It holds a sign that only such names have, or a word that they are made of: people also write <<bonjour>>.
        case hint
        /// The same, and of several words all must be such words: people also write [[wiki link]].
        case linkless
        /// It is made of nothing but such words.
        case field
        /// It is made of nothing but the words for a person's name: people also write [link] and [url].
        case person
    }

    /// Whether a name looks enough like that of a field.
    static func fits(_ name: String, _ need: Need) -> Bool {
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        switch need {
        case .anything, .statement: return true
        case .hint:
            let hasSign = name.utf8.contains { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 &- 0x30 < 10 }
            return hasSign
                || words.count <= 3
                    && words.contains { persons.contains($0) || others.contains($0) || $0.hasSuffix("name") }
        case .linkless: return name.contains(" ") ? isMade(of: persons.union(others), words) : fits(name, .hint)
        case .field: return isMade(of: persons.union(others), words)
        case .person: return isMade(of: persons, words)
        }
    }

    private static func isMade(of known: Set<String>, _ words: [String]) -> Bool {
        words.contains(where: known.contains) && words.allSatisfy { known.contains($0) || owners.contains($0) }
    }

    /// Words for a person's name and form of address.
    private static let persons: Set<String> = [
        "name", "names", "fname", "lname", "firstname", "lastname", "fullname", "surname", "forename", "middlename",
        "nickname", "username", "salutation",
        "vorname", "nachname", "zuname", "familienname", "benutzername", "anrede", "briefanrede",
        "nom", "prenom", "prénom", "pseudo", "civilite", "civilité",
        "nombre", "apellido", "apellidos", "tratamiento",
        "nome", "cognome", "sobrenome", "apelido",
        "naam", "voornaam", "achternaam", "aanhef", "navn", "fornavn", "etternavn", "namn", "fornamn", "efternamn",
    ]
    /// Words for what else is known of somebody.
    private static let others: Set<String> = [
        "mail", "email", "emailaddress", "address", "adresse", "company", "firma", "city", "ort", "title", "titel",
        "amount", "betrag", "montant", "date", "datum", "user", "recipient", "link", "url", "phone", "telefon",
        "unsubscribe",
    ]
    /// Words that say whose, or which of them.
    private static let owners: Set<String> = [
        "first", "last", "full", "middle", "contact", "contacts", "subscriber", "customer", "client", "member", "lead",
        "recipient", "user", "person", "merge", "field", "default", "to",
    ]
}
