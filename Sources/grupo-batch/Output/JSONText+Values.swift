import BatchModel
import Foundation
import Reporting

extension JSONText {
    /// A value as one line of JSON with snake_case keys.
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Texts and numbers always encode.
        return (try? encoder.encode(value)).map { shown(String(decoding: $0, as: UTF8.self)) } ?? "{}"
    }

    /// The text with the characters a terminal could obey written as JSON's escapes; they stand only inside strings.
    private static func shown(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: DisplayText.isHarmful) else { return json }
        var text = ""
        for scalar in json.unicodeScalars { addShown(scalar, to: &text) }
        return text
    }

    /// Every outcome with its rows.
    static func counts(_ tally: BatchTally) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.rawValue, tally[$0]) })
    }
}
