import Testing

@testable import Manifests

@Suite("A question mark in place of a letter is found where nobody writes one")
struct LostLetterTests {
    private func isFound(_ text: String, _ place: DamagePlace) -> Bool {
        var finder = DamageFinder(encoding: nil)
        return finder.find(in: text.utf8.span, place).contains { $0.kind == .lostLetter }
    }

    @Test("In a name every one", arguments: ["jos?", "?ukasz", "Fran?ois", "zo??", "what?", "ann@b?ro.example"])
    func names(text: String) {
        #expect(isFound(text, .user))
        #expect(isFound(text, .sender))
        #expect(!isFound(text.replacing("?", with: "é"), .user))
    }

    @Test(
        "In a message inside a word, before a comma, and as words of nothing else",
        arguments: [
            "Die Stra?e", "Gr??e aus K?ln", "it?s open", "you?re in", "qu?il", "l?amour", "Dear Andr?",
            "Dear Andr?,\nhi",
            "Hi Jos?, come", "Cher Andr?\nBonjour", "?????? ????", "Hello ???, come", "???", "sz?stej.", "D?j? vu",
            "(M?ller)", "? ?berweisen", "Heute ?bung um sechs", "schlie?lich", "Stra?enbahn", "Gesch?ft", "gro?artig",
            "fran?ais",
            "Universit?tsgeb?ude", "Qualit?tssicherung", "compl?tement", "l'?cole, ?cole",
            "Ihre Best?tigung", "zur Verf?gung", "Entsch?digungsantrag", "besch?digt", "tats?chlich", "Verz?gerung",
            "les consid?rations", "coop?ration", "autom?tico", "econ?micas", "myst?rieux",
        ])
    func messages(text: String) { #expect(isFound(text, .message)) }

    @Test(
        "What people write is left alone",
        arguments: [
            "What?No", "really???", "Quoi ??? Non", "what?no way", "Ready?Go", "ok?and then", "Huh?!?", "a?b:c", "5?6",
            "https://x.org/p?id=3&b=c", "see x.org/?q=stra or x.org?ref=a", "¿Qué tal?, te espero", "“Why?”, he asked",
            "\"Why?\", he asked", "Dear all, coming?", "Dear Ann, are you coming to the meeting?", "vraiment ??",
            "Who? What? Where?", "?help for help", "What (really?) is", "is it me?or you", "How?\nFine",
            "Is a.b?c:d right",
            "user_name?x", "???!", "Café?", "Dear André?", "yes?no?maybe", "Are you in?or out?", "Ça va ?",
            "Wie geht’s?", "여섯시? 네", "六時ですか?はい", "🙂?yes",
            "quo vadis?domine", "are you coming?please answer", "Was machen?Bitte melden",
            "kommst heute?bitte antworten", "wirklich?junge Leute", "seriously?young people",
            "what about the train?station closed",
            "adonde vamos?chicos", "interested?tight schedule",
        ])
    func sound(text: String) {
        #expect(!isFound(text, .message))
        for sound in SoundText.all { #expect(!isFound(sound, .message)) }
    }

    @Test("In a value that is one word", arguments: ["Andr?", "?ukasz", "M?ller"])
    func values(text: String) {
        #expect(isFound(text, .value))
        for other in ["Yes?", "Why us?", "why?", "5?", "?", "??", "Really??", "https://x.org/?a", "?q=1"] {
            #expect(!isFound(other, .value), "\(other)")
        }
    }

    @Test("A message without any other sign is looked at as closely as one that has some")
    func plainMessages() {
        for text in ["Stra?e", "Dear Andr?", "Jos?, come", "Hello ???, x", "What?No", "really???", "How are you?"] {
            let isPlain = SuspiciousBytes.isPlain(message: text.utf8.span)
            #expect(isPlain != isFound(text, .message) || !isPlain, "\(text)")
            #expect(!isPlain || !isFound("& " + text, .message))
        }
        func isPlain(_ text: String) -> Bool { SuspiciousBytes.isPlain(message: text.utf8.span) }
        func isPlainName(_ text: String) -> Bool { SuspiciousBytes.isPlain(name: text.utf8.span) }
        #expect(isPlain("How are you? Fine."))
        #expect(!isPlain("snake_case"))
        #expect(!isPlainName("jos?"))
        #expect(isPlainName("jose"))
    }
}
