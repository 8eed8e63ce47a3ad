/// What a spreadsheet writes into a cell whose formula failed, or whose column is too narrow.
enum SpreadsheetError {
    /// The error values of Excel, LibreOffice, Numbers and Google Sheets, in the languages they are exported in.
    private static let values: Set<String> = [
        "#N/A", "#N/A!", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
        "#BLOCKED!", "#ARRAY!", "#EXTERNAL!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#ERROR!", "#GETTING_DATA", "#MACRO?",
        "#PYTHON!",
        // German
        "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!", "#FELD!",
        // French
        "#VALEUR!", "#DÉVERSER!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!", "#CALCUL!",
        // Spanish, Italian, Portuguese
        "#N/D", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#¡DIV/0!", "#¡NULO!", "#¡NUM!", "#¡DESBORDAMIENTO!", "#RIF!",
        "#VALORE!", "#NOME?", "#NULLO!", "#ESPANSIONE!", "#VALOR!", "#NULO!", "#NÚM!", "#DESPEJAR!",
        // Dutch, Swedish, Danish, Norwegian, Finnish
        "#N/B", "#VERW!", "#WAARDE!", "#NAAM?", "#DEEL/0!", "#GETAL!", "#LEEG!", "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!",
        "#DIVISION/0!", "#NAMN?", "#OGILTIGT!", "#SKÄRNING!", "#I/T", "#REFERENCE!", "#VÆRDI!", "#NAVN?", "#NUM!",
        "#I/R",
        "#VERDI!", "#PUUTTUU!", "#KENTTÄ!", "#VIITTAUS!", "#ARVO!", "#JAKO/0!", "#NIMI?", "#LUKU!", "#TYHJÄ!",
        // Polish, Czech, Turkish, Russian
        "#N/D!", "#ADR!", "#ARG!", "#DZIEL/0!", "#NAZWA?", "#LICZBA!", "#ZERO!", "#NENÍ_K_DISPOZICI", "#ODKAZ!",
        "#HODNOTA!", "#DĚLENÍ_NULOU!", "#NÁZEV?", "#ČÍSLO!", "#YOK", "#BAŞV!", "#DEĞER!", "#SAYI/0!", "#AD?", "#SAYI!",
        "#BOŞ!", "#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!",
        // Hungarian, Slovak, Slovenian, Croatian, Romanian, Greek
        "#HIÁNYZIK", "#HIV!", "#ÉRTÉK!", "#ZÉRÓOSZTÓ!", "#NÉV?", "#SZÁM!", "#NULLA!", "#KIBONTÁS!", "#NEDOSTUPNÝ",
        "#DELENIENULOU!", "#NÁZOV?", "#NEPLATNÝ!", "#N/V", "#SKLIC!", "#VREDN!", "#DEL/0!", "#IME?", "#ŠTEV!", "#NIČ!",
        "#VRIJEDNOST!", "#BROJ!", "#DIJ/0!", "#NAZIV?", "#VALOARE!", "#NUME?", "#ΤΙΜΗ!", "#ΑΡΙΘ!", "#ΔΙΑΙΡ./0!",
        "#ΟΝΟΜΑ?", "#Δ/Υ", "#ΑΝΑΦ!", "#ΚΕΝΟ!",
    ]

    static func damage(_ cell: String) -> Damage? {
        if cell.utf8.count >= 3, cell.utf8.allSatisfy({ $0 == UInt8(ascii: "#") }) {
            return Damage(
                kind: .spreadsheetError,
                finding: "is \(cell.prefix(20)), what a spreadsheet shows in a column too narrow",
                remedy: "Make the column wider in the spreadsheet, and save the file again.", spoilsUser: true)
        }
        guard values.contains(cell) || isNumbered(cell) else { return nil }
        return damage("is \(cell), the error value of a spreadsheet's formula", spoilsUser: true)
    }

    private static func damage(_ finding: String, spoilsUser: Bool) -> Damage {
        Damage(
            kind: .spreadsheetError, finding: finding,
            remedy: "Correct the formula in the spreadsheet, and save the file again.", spoilsUser: spoilsUser)
    }

    // MARK: Inside a text

    /// What people write as hashtags too.
    private static let hashtags: Set<String> = [
        "#HIV!", "#ZERO!", "#BUSY!", "#SPILL!", "#CONNECT!", "#BLOCKED!", "#FIELD!", "#AD?", "#ARG!", "#NULLA!",
        "#GETAL!", "#LEEG!", "#NOM?", "#NOME?", "#UNKNOWN!", "#EXTERNAL!", "#ARRAY!", "#FELD!", "#FEL!", "#BROJ!",
        "#IME?", "#NUME?", "#ARVO!", "#LUKU!", "#ODKAZ!", "#ADR!",
    ]

    /// An error value that a formula has put into a sentence: `Dear #N/A, …`.
    static func first(in text: Span<UInt8>) -> Damage? {
        for index in text.indices
        where text[index] == UInt8(ascii: "#") && (index == 0 || !isOfWord(text[index - 1])) {
            var end = index
            while end < text.count, end - index < 40, text[end] > 0x20, !",;)\"".utf8.contains(text[end]) { end += 1 }
            let word = String(copying: text.extracting(index..<end))
            if let value = value(in: word, isBeforeComma: end < text.count && text[end] == UInt8(ascii: ",")),
                !isMentioned(text, index..<end)
            {
                return damage("holds \(value), the error value of a spreadsheet's formula", spoilsUser: false)
            }
            if isNarrow(word), !isFrame(text, index), index > 1, text[index - 1] == 0x20, isOfWord(text[index - 2]) {
                return Damage(
                    kind: .spreadsheetError,
                    finding: "holds \(word.prefix(20)), what a spreadsheet shows in a column too narrow",
                    remedy: "Make the column wider in the spreadsheet, and save the file again.")
            }
        }
        return nil
    }

    private static func value(in word: String, isBeforeComma: Bool) -> String? {
        let value = (0...2).lazy.map { String(word.dropLast($0)) }.first(where: values.contains)
        guard let value, !hashtags.contains(value) else { return nil }
        // #NV is the name of a state as well.
        return value.contains { "!?/_".contains($0) } || isBeforeComma && value == word ? value : nil
    }

    /// Words of texts that are about spreadsheets and not from one.
    private static let topics: Set<String> = [
        "excel", "spreadsheet", "spreadsheets", "formula", "formulas", "formel", "formeln", "fórmula", "tabelle",
        "tableur",
        "vlookup", "xlookup", "sverweis", "recherchev", "libreoffice", "cell", "cells", "zelle", "zellen", "cellule",
    ]
    /// What follows the name of an error in a sentence.
    private static let nouns: Set<Substring> = ["error", "errors", "means", "fehler", "bedeutet", "erreur", "signifie"]

    /// Whether a text speaks of an error value: it is in quotes, called an error, or the text is about spreadsheets. A salutation
    /// never does.
    private static func isMentioned(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let (start, end) = (range.lowerBound, range.upperBound)
        if start > 0, "\"'`".utf8.contains(text[start - 1]), end < text.count, "\"'`".utf8.contains(text[end]) {
            return true
        }
        if MissingName.isSalutation(text, start) { return false }
        let words = String(copying: text).lowercased().split { !$0.isLetter }
        if words.contains(where: { topics.contains(String($0)) }) { return true }
        let next = String(copying: text.extracting(min(end + 1, text.count)..<min(end + 20, text.count)))
        return next.lowercased().split { !$0.isLetter }.first.map(nouns.contains) ?? false
    }

    /// Whether a line is framed by `####`, as a heading: one stands at its beginning.
    private static func isFrame(_ text: Span<UInt8>, _ index: Int) -> Bool {
        var start = index
        while start > 0, text[start - 1] != 10 { start -= 1 }
        while start < index, text[start] == 0x20 { start += 1 }
        return start < index && text[start] == UInt8(ascii: "#")
    }

    /// `#####`, as it stands before a full stop or by itself.
    private static func isNarrow(_ word: String) -> Bool {
        word.utf8.prefix { $0 == UInt8(ascii: "#") }.count >= 5
            && word.drop { $0 == "#" }.allSatisfy { ".!?:".contains($0) }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }

    // MARK: Numbered errors

    /// Whether a text may be a numbered error: `Err:502` and its like end in a colon and three digits.
    static func mayBeNumbered(_ text: Span<UInt8>) -> Bool {
        text.count >= 7 && text.count <= 24
            && (text[text.count - 4] == UInt8(ascii: ":") || text[text.count - 4] == 0x20
                || text[text.count - 4] == 0xA0)
    }

    private static let words: Set<String> = [
        "Err", "Fehler", "Error", "Erro", "Erreur", "Errore", "Fout", "Fel", "Feil", "Fejl", "Virhe", "Błąd", "Chyba",
        "Hiba", "Hata", "Eroare", "Greška", "Napaka", "Ошибка", "Помилка", "Σφάλμα", "エラー", "오류", "错误", "錯誤",
    ]

    /// LibreOffice's `Err:502`, `Fehler:502`, and `Err : 502`, as French sets a colon.
    private static func isNumbered(_ cell: String) -> Bool {
        guard let colon = cell.firstIndex(of: ":") else { return false }
        let word = cell[..<colon].filter { !$0.isWhitespace }
        let number = cell[cell.index(after: colon)...].filter { !$0.isWhitespace }.utf8
        return number.count == 3 && number.first == UInt8(ascii: "5")
            && number.allSatisfy { (0x30...0x39).contains($0) } && words.contains(word)
    }
}
