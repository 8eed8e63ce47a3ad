/// What a program writes where it has no value: `NULL`, `\N`, `undefined`, `[object Object]`.
enum MissingValue {
    /// Words that are nobody's name, and words that might be.
    private static let impossible: Set<String> = ["\\N", "(null)", "<null>", "[object Object]"]
    private static let unlikely: Set<String> = ["NULL", "undefined"]
    /// What stands for nothing where a user should be, and what does in a value too. Numbers of Python are none in a text.
    private static let ofUsers: Set<String> = [
        "None", "none", "NONE", "N/A", "n/a", "nil", "null", "<NA>", "NaT",
    ]
    private static let ofValues: Set<String> = ["nan", "NaN", "NAN", "null", "<NA>", "NaT"]
    private static let object = Array("[object Object]".utf8)

    /// Whether a text may be one of these, by its first byte and its length.
    static func mayBe(_ text: Span<UInt8>) -> Bool {
        switch (text[0], text.count) {
        case (UInt8(ascii: "N"), 3...4), (UInt8(ascii: "n"), 3...4), (UInt8(ascii: "<"), 4), (UInt8(ascii: "u"), 9),
            (UInt8(ascii: "("), 6), (UInt8(ascii: "<"), 6),
            (UInt8(ascii: "["), 15), (UInt8(ascii: "\\"), 2):
            true
        default: false
        }
    }

    static func damage(_ cell: String, _ place: DamagePlace) -> Damage? {
        let isNothing =
            place == .user && ofUsers.contains(cell)
            || (place == .user || place == .value || place == .sender) && ofValues.contains(cell)
        guard impossible.contains(cell) || unlikely.contains(cell) || isNothing else { return nil }
        return damage(
            "is \(cell), which programs write where they have no value", spoilsUser: impossible.contains(cell))
    }

    /// The same inside a text.
    static func first(in text: Span<UInt8>) -> Damage? {
        guard text.count > object.count, text.indices.contains(where: { text.has(object, at: $0) }) else { return nil }
        return damage("holds [object Object], which programs write for a value that is no text", spoilsUser: false)
    }

    private static func damage(_ finding: String, spoilsUser: Bool) -> Damage {
        Damage(
            kind: .missingValue, finding: finding, remedy: "Fill in the value, or leave the cell empty.",
            spoilsUser: spoilsUser)
    }
}
