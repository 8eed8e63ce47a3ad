import Text

/// The column that fits what another service calls a field: `FNAME` and a column "First Name".
enum MergeTagColumn {
    /// Names of the same thing, as services and columns have them.
    private static let meanings: [Set<String>] = [
        [
            "fname", "firstname", "givenname", "forename", "vorname", "prenom", "prénom", "nombre", "voornaam",
            "fornavn",
            "fornamn", "förnamn", "imie", "imię", "jmeno", "jméno", "keresztnev", "keresztnév",
        ],
        [
            "lname", "lastname", "surname", "familyname", "nachname", "zuname", "familienname", "apellido", "apellidos",
            "cognome", "sobrenome", "apelido", "achternaam", "etternavn", "efternamn", "nazwisko", "prijmeni",
            "příjmení",
        ],
        ["name", "fullname", "displayname", "nom", "nome", "naam", "navn", "namn", "benutzername", "nickname"],
        ["email", "mail", "emailaddress", "recipient", "user", "username", "to", "toemail"],
        ["company", "organization", "organisation", "firma", "société", "societe", "empresa", "azienda"],
        ["phone", "telefon", "telephone", "mobile", "phonenumber"], ["city", "ort", "stadt", "ville", "ciudad"],
        ["address", "adresse", "street"], ["title", "titel", "salutation", "anrede", "civilité", "civilite"],
        ["date", "datum"], ["amount", "betrag", "montant", "importe", "importo"],
    ]
    /// Words that say whose field it is.
    private static let owners = [
        "contact", "subscriber", "customer", "member", "merge", "person", "lead", "recipient", "user",
    ]

    /// What to write instead, and the option that has it filled in unless that happens anyway.
    static func remedy(_ tag: String, _ columns: ColumnTable, isRendered: Bool) -> String {
        let name = column(tag, columns)
        let place = name.map { "Write {{\($0)}} instead" } ?? "Write {{column}}, with the name of a column"
        return isRendered ? "\(place)." : "\(place), and add \(option: .render)."
    }

    /// The column that is probably meant by a variable of a template that none is called; nil where none fits.
    static func advice(_ variable: String, _ columns: ColumnTable) -> String? {
        column(variable, columns).map { "If \"\($0)\" is meant, write {{\($0)}}." }
    }

    private static func column(_ tag: String, _ columns: ColumnTable) -> String? {
        // A bar, a comma or a colon begins what stands there without a value.
        let first = tag.prefix { !"|,:=;".contains($0) }
        let wanted = key(String(first.split { ".:".contains($0) }.last ?? first))
        let names = columns.ownNames.filter { !ColumnName.folded($0).isEmpty }
        if let name = names.first(where: { key($0) == wanted }) { return name }
        let bare = owners.first { wanted.hasPrefix($0) && wanted.count > $0.count }.map { wanted.dropFirst($0.count) }
        // Where no column has all of a name, the first name is what a greeting is written with.
        let keys =
            [wanted] + (bare.map { [String($0)] } ?? []) + (["name", "fullname"].contains(wanted) ? ["firstname"] : [])
        return keys.lazy.compactMap { key in
            meanings.first { $0.contains(key) }.flatMap { meaning in names.first { meaning.contains(Self.key($0)) } }
        }.first
    }

    private static func key(_ name: String) -> String { ColumnName.folded(name) }
}

extension Damage {
    /// What to do about it in a file with these columns; `isRendered`: the text is a template.
    func remedy(_ columns: ColumnTable, _ place: DamagePlace, isRendered: Bool) -> String {
        guard let tag, place == .message else { return remedy }
        return MergeTagColumn.remedy(tag, columns, isRendered: isRendered)
    }
}
