/// What headers call users, senders and messages in other languages and programs: to recognise a header in mid-file, not to read one.
enum HeaderWords {
    /// Names of columns with addresses or user names, which nobody is called.
    static let users = [
        "e-mail", "emails", "mail address", "e-mail-adresse", "emailadresse", "mailadresse", "benutzer", "benutzername",
        "nutzername", "empfänger", "mitglied", "adresse e-mail", "adresse électronique", "courriel", "utilisateur",
        "nom d'utilisateur", "destinataire", "correo", "correo electrónico", "usuario", "destinatario",
        "correio eletrônico",
        "utilizador", "usuário", "indirizzo email", "indirizzo e-mail", "utente", "e-mailadres", "gebruiker",
        "ontvanger",
        "e-post", "användare", "bruker", "uživatel", "użytkownik", "kullanıcı", "получатель", "пользователь", "почта",
        "user_email", "user_login", "login name", "nickname", "recipient email",
    ]
    /// Names of columns with senders.
    static let senders = [
        "sender name", "sender_id", "from name", "von", "absender", "absendername", "de", "expéditeur", "expediteur",
        "remitente",
        "remetente", "mittente", "da", "afzender", "van", "avsändare", "avsender", "afsender", "odesílatel", "nadawca",
        "gönderen", "отправитель", "от",
    ]
    /// Names of columns with messages.
    static let messages = [
        "nachricht", "nachrichtentext", "mitteilung", "inhalt", "mensaje", "texto", "texte", "contenu", "mensagem",
        "messaggio",
        "testo", "bericht", "tekst", "meddelande", "melding", "besked", "zpráva", "wiadomość", "treść", "mesaj",
        "сообщение",
        "текст", "content", "msg", "message text", "message body",
    ]

    static let all = users + senders + messages

    /// The field that a header stands for, in whatever language.
    static func field(_ header: String) -> ManifestField? { fields[ColumnName.folded(header)] }

    private static let fields: [String: ManifestField] = {
        var fields: [String: ManifestField] = [:]
        for (field, words) in [(ManifestField.user, users), (.sender, senders), (.message, messages)] {
            for word in words { fields[ColumnName.folded(word)] = field }
        }
        return fields
    }()
}
