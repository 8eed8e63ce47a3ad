/// Question marks that programs write for letters which their encoding lacks: `jos?`, `Stra?e`, `?????? ????`.
///
/// In a name no question mark is right. In a text people write them in many ways, so that only what nobody writes counts: one
/// inside a word, one before a comma, and words of nothing else.
enum LostLetter {
    private static let mark = UInt8(ascii: "?")
    /// The endings that English sets apart by the apostrophe, which is lost as often as letters are.
    private static let endings: Set<String> = ["s", "t", "m", "d", "re", "ve", "ll"]
    /// The last words of questions, behind which somebody may have left out the blank.
    private static let lastWords: Set<String> = [
        "what", "why", "who", "how", "when", "where", "which", "ok", "okay", "right", "really", "yes", "yeah", "no",
        "not", "you", "me", "it", "us", "them", "this", "that", "there", "here", "now", "then", "so", "too", "huh",
        "eh", "hm", "hmm", "ready", "coming", "interested", "today", "tomorrow", "tonight", "was", "wie", "wer", "wo",
        "wann", "in", "out", "on", "up", "off", "him", "her", "at", "of", "for", "with", "all", "go", "do", "good",
        "fine",
        "sure", "see", "help", "work", "time", "day", "week", "people", "much", "many", "long", "far", "else", "again",
        "please", "thanks", "tonite", "dort", "hier", "da", "gut", "auch", "noch", "uns", "euch", "dir", "dich",
        "warum", "ja", "nein", "nicht", "oder", "gell", "mit", "dabei", "heute", "morgen", "quoi", "oui", "non",
        "que", "qui", "pourquoi", "comment", "pas", "si", "como", "cuando", "bien", "vale", "che", "come", "perche",
    ]
    /// How letters begin to somebody by name.
    private static let salutations = [
        "Dear", "Liebe", "Lieber", "Cher", "Chère", "Querido", "Querida", "Estimado", "Estimada", "Caro", "Cara",
        "Gentile", "Beste", "Geachte", "Kære", "Kjære", "Kära", "Vážený", "Vážená", "Milý", "Milá", "Drogi", "Droga",
        "Kedves", "Dragă", "Sevgili", "Sayın",
    ].map { Array($0.utf8) + [0x20] }
    private static let links = ["http", "mailto:"].map { Array($0.utf8) }

    static func damage(in text: Span<UInt8>, _ place: DamagePlace) -> Damage? {
        if place == .id || isLink(text) { return nil }
        return index(in: text, place).map { damage(text, at: $0, place) }
    }

    /// The same of the salutation alone, which a message without any other sign may have.
    static func damage(inSalutationOf text: Span<UInt8>) -> Damage? {
        salutation(text).map { damage(text, at: $0, .message) }
    }

    private static func damage(_ text: Span<UInt8>, at index: Int, _ place: DamagePlace) -> Damage {
        let word = Excerpt.text(text, word(text, index))
        return Damage(
            kind: .lostLetter,
            finding: "holds a ? where a letter was lost, as it seems: “\(word)”",
            remedy: place == .user || place == .sender
                ? "Take the name from its source again, as UTF-8, unless it has this sign."
                : "Take the text from its source again, as UTF-8; what was lost is not in this file.")
    }

    private static func index(in text: Span<UInt8>, _ place: DamagePlace) -> Int? {
        if place == .user || place == .sender { return text.indices.first { text[$0] == mark } }
        if place == .value, let index = inLoneWord(text) { return index }
        let isSpanish = (0..<max(0, text.count - 1)).contains { text[$0] == 0xC2 && text[$0 + 1] == 0xBF }
        var index = 0
        while index < text.count {
            guard text[index] == mark else {
                index += 1
                continue
            }
            var end = index
            while end < text.count, text[end] == mark { end += 1 }
            if isInWord(text, index..<end) || isWord(text, index..<end) || isFirst(text, index..<end) { return index }
            // In Spanish a sentence may go on behind a question.
            if !isSpanish, index + 1 == end, isLetter(text, index - 1), has(text, end, ","), isOfLetters(text, index) {
                return index
            }
            index = end
        }
        return salutation(text)
    }

    // MARK: Places in a text

    /// Whether letters stand on both sides, the next one small, in a word of nothing but letters.
    private static func isInWord(_ text: Span<UInt8>, _ run: Range<Int>) -> Bool {
        guard run.count <= 4, isLetter(text, run.lowerBound - 1), isLetter(text, run.upperBound),
            text[run.upperBound] >= 0x80 || text[run.upperBound] &- 0x61 < 26
        else { return false }
        guard isOfLetters(text, run.lowerBound) else { return false }
        var (start, end) = (run.lowerBound, run.upperBound)
        while isLetter(text, start - 1) { start -= 1 }
        while isLetter(text, end) { end += 1 }
        if run.lowerBound - start == 1, end - run.upperBound == 1 { return isFullOfMarks(text, run.lowerBound) }
        let next = Excerpt.text(text, run.upperBound..<end)
        if run.count == 1, endings.contains(next) { return true }
        let before = Excerpt.text(text, start..<run.lowerBound).lowercased()
        return !lastWords.contains(before)
            && !(run.count == 1 && SentenceEnd.mayStand(between: before, next) && isAlone(text, run.lowerBound))
    }

    /// Whether the first letter of a word is lost that hardly begins so otherwise: `?berweisen`, `?bung`, `?cole`.
    private static func isFirst(_ text: Span<UInt8>, _ run: Range<Int>) -> Bool {
        guard run.count <= 2, run.lowerBound == 0 || text[run.lowerBound - 1] <= 0x20, isOfLetters(text, run.lowerBound)
        else { return false }
        return SentenceEnd.headless.contains { text.has($0, at: run.upperBound) }
    }

    /// Whether no other mark stands within a word of a text.
    private static func isAlone(_ text: Span<UInt8>, _ index: Int) -> Bool {
        !text.indices.contains { $0 != index && text[$0] == mark && isLetter(text, $0 - 1) && isLetter(text, $0 + 1) }
    }

    /// Whether a word has marks in several places, and but a letter or two between them: `D?j?`.
    private static func isFullOfMarks(_ text: Span<UInt8>, _ index: Int) -> Bool {
        let runs = word(text, index).filter { text[$0] == mark && !has(text, $0 - 1, "?") }
        return runs.count > 1 && zip(runs, runs.dropFirst()).contains { $1 - $0 <= 3 }
    }

    /// Whether the word around a place is none of the signs that addresses and programs have.
    private static func isOfLetters(_ text: Span<UInt8>, _ index: Int) -> Bool {
        let word = word(text, index)
        return !word.contains { "/=&@\\#%<>_{}[]|+~^*0123456789:\"".utf8.contains(text[$0]) }
            && !word.dropLast().contains { text[$0] == UInt8(ascii: ".") && isLetter(text, $0 + 1) }
    }

    /// Whether the run is a word by itself, and so is the next one, or it is the first of the text, or a comma follows.
    private static func isWord(_ text: Span<UInt8>, _ run: Range<Int>) -> Bool {
        guard run.count > 1, run.lowerBound == 0 || text[run.lowerBound - 1] <= 0x20 else { return false }
        var end = run.upperBound
        if run.count > 2, has(text, end, ",") || has(text, end, ";") || has(text, end, ":") { return true }
        if run.count > 2, run.lowerBound == 0, end == text.count || text[end] <= 0x20 { return true }
        guard end < text.count, text[end] == 0x20 else { return false }
        while end < text.count, text[end] == 0x20 { end += 1 }
        return has(text, end, "?") && has(text, end + 1, "?")
    }

    /// The mark behind the name with which a letter begins: `Dear Andr?` and a line end.
    private static func salutation(_ text: Span<UInt8>) -> Int? {
        var end = 0
        while end < text.count, end <= 60, text[end] != 10, text[end] != 13 { end += 1 }
        guard end > 1, end <= 60, text[end - 1] == mark, text[end - 2] < 0x80, isLetter(text, end - 2),
            salutations.contains(where: { text.has($0, at: 0) })
        else { return nil }
        let isName = !(0..<end).contains { text[$0] == UInt8(ascii: ",") } && (0..<end).count { text[$0] == 0x20 } <= 2
        return isName ? end - 1 : nil
    }

    /// The mark in a value that is one word with a capital: `Andr?`, `?ukasz`.
    private static func inLoneWord(_ text: Span<UInt8>) -> Int? {
        guard text.count > 2, text.count <= 40, !text.indices.contains(where: { text[$0] <= 0x20 }) else { return nil }
        if text[0] == mark { return isLetter(text, 1) && text.indices.allSatisfy { isOfName(text[$0]) } ? 0 : nil }
        guard text[0] &- 0x41 < 26, text[text.count - 1] == mark, text[text.count - 2] != mark,
            !lastWords.contains(Excerpt.text(text, 0..<text.count - 1).lowercased())
        else { return nil }
        return text.count - 1
    }

    // MARK: Characters

    private static func isLink(_ text: Span<UInt8>) -> Bool { links.contains { text.has($0, at: 0) } }

    private static func isLetter(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard index >= 0, index < text.count else { return false }
        var start = index
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        // Beyond ASCII signs begin with 0xC2 and 0xE2, and those of East Asia and emoji are no letters of a code page.
        return (text[start] | 0x20) &- 0x61 < 26 || (0xC3...0xE1).contains(text[start])
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte == mark || byte == UInt8(ascii: "-")
    }

    private static func has(_ text: Span<UInt8>, _ index: Int, _ sign: Unicode.Scalar) -> Bool {
        index >= 0 && index < text.count && text[index] == UInt8(ascii: sign)
    }

    private static func word(_ text: Span<UInt8>, _ index: Int) -> Range<Int> {
        var (start, end) = (index, index)
        while start > 0, text[start - 1] > 0x20 { start -= 1 }
        while end < text.count, text[end] > 0x20 { end += 1 }
        return start..<end
    }
}
