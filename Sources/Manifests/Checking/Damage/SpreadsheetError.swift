/// What a spreadsheet writes into a cell whose formula failed, or whose column is too narrow.
enum SpreadsheetError {
    /// The error values of Excel, LibreOffice, Numbers and Google Sheets, in the languages they are exported in.
    private static let values: Set<String> = [
        "#N/A", "#N/A!", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
        "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#ERROR!", "#GETTING_DATA", "#MACRO?", "#PYTHON!",
        // German
        "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!", "#FELD!",
        // French
        "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!", "#CALCUL!",
        // Spanish, Italian, Portuguese
        "#N/D", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#¡DIV/0!", "#¡NULO!", "#¡NUM!", "#¡DESBORDAMIENTO!", "#RIF!",
        "#VALORE!", "#NOME?", "#NULLO!", "#ESPANSIONE!", "#VALOR!", "#NULO!", "#NÚM!", "#DESPEJAR!",
        // Dutch, Swedish, Danish, Norwegian, Finnish
        "#N/B", "#VERW!", "#WAARDE!", "#NAAM?", "#DEEL/0!", "#GETAL!", "#LEEG!", "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!",
        "#DIVISION/0!", "#NAMN?", "#OGILTIGT!", "#SKÄRNING!", "#I/T", "#REFERENCE!", "#VÆRDI!", "#NAVN?", "#NUM!",
        "#I/R",
        "#VERDI!", "#PUUTTUU!", "#VIITTAUS!", "#ARVO!", "#JAKO/0!", "#NIMI?", "#LUKU!", "#TYHJÄ!",
        // Polish, Czech, Turkish, Russian
        "#N/D!", "#ADR!", "#ARG!", "#DZIEL/0!", "#NAZWA?", "#LICZBA!", "#ZERO!", "#NENÍ_K_DISPOZICI", "#ODKAZ!",
        "#HODNOTA!", "#DĚLENÍ_NULOU!", "#NÁZEV?", "#ČÍSLO!", "#YOK", "#BAŞV!", "#DEĞER!", "#SAYI/0!", "#AD?", "#SAYI!",
        "#BOŞ!", "#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!",
    ]

    static func damage(_ cell: String) -> Damage? {
        if cell.utf8.count >= 3, cell.utf8.allSatisfy({ $0 == UInt8(ascii: "#") }) {
            return Damage(
                kind: .spreadsheetError,
                finding: "is \(cell.prefix(20)), what a spreadsheet shows in a column too narrow",
                remedy: "Make the column wider in the spreadsheet, and save the file again.", spoilsUser: true)
        }
        guard values.contains(cell) || isNumbered(cell) else { return nil }
        return Damage(
            kind: .spreadsheetError, finding: "is \(cell), the error value of a spreadsheet's formula",
            remedy: "Correct the formula in the spreadsheet, and save the file again.", spoilsUser: true)
    }

    /// The length of `Err:502`.
    static let numberedCount = 7

    /// LibreOffice's `Err:502` and the like.
    private static func isNumbered(_ cell: String) -> Bool {
        guard cell.hasPrefix("Err:") else { return false }
        return cell.utf8.count == numberedCount && cell.utf8.dropFirst(4).allSatisfy { (0x30...0x39).contains($0) }
    }
}
