import Testing

@testable import Manifests

@Suite("A header in mid-file is known in whatever words it is written")
struct RepeatedHeaderTests {
    @Test(
        "In other words, languages and with fewer columns",
        arguments: [
            "Email;Sender;Message\nann@x.org;Ed;Hi\nE-Mail;Von;Nachricht\nbob@x.org;Ed;Yo\n",
            "user;sender;message\nann;Ed;Hi\nBenutzer;Absender;Mitteilung\nbob;Ed;Yo\n",
            "user;sender;message\nann;Ed;Hi\nCorreo electrónico;Remitente;Mensaje\nbob;Ed;Yo\n",
            "user;sender;message\nann;Ed;Hi\nУтилита;от;текст\nADRESSE E-MAIL;de;texte\nbob;Ed;Yo\n",
            "user;sender;message;city\nann;Ed;Hi;Ulm\nE-Mail-Adresse;von;Text;Ort\nbob;Ed;Yo;Ulm\n",
        ])
    func tables(text: String) throws {
        let check = try Sample(text).check()
        #expect(check.diagnostics.map(\.code) == ["manifest.repeated_header"], "\(check.diagnostics)")
        #expect(check.diagnostics.first?.problem.contains("repeats the header") == true)
    }

    @Test("Of two columns a name of users and one of messages are enough")
    func pairs() throws {
        let options = ReadingOptions(defaultSender: "Ed")
        let check = try Sample("user;message\nann;Hi\nE-Mail;Nachricht\nbob;Yo\n", options: options).check()
        #expect(check.diagnostics.map(\.code) == ["manifest.repeated_header"])
        let others = try Sample("user;message\nvan;text\nda;Nachricht\nE-Mail;Hallo\n", options: options).check()
        #expect(others.diagnostics.isEmpty)
    }

    @Test(
        "Rows of people who are called so are rows",
        arguments: [
            "user;sender;message\nvan;de;Hallo\nda;von;texte und mehr\n", "user;sender;message\nemail;Ed;text me\n",
            "user;sender;message\nmüller;von;Nachricht\n",
        ])
    func people(text: String) throws { #expect(try Sample(text).check().diagnostics.isEmpty) }
}
