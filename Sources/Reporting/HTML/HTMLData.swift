import BatchModel

/// The rows as they stand in the page for its script: JSON that holds nothing HTML could take for markup.
///
/// A browser ends a data block at the next `</script`, and reads on in another way behind `<!--`; without any `<` there is
/// neither. U+2028 and U+2029 are escaped as other characters are that a terminal could act on.
enum HTMLData {
    /// The whole block, of rows as `HTMLRow` writes them.
    static func block(_ rows: some Sequence<String>) -> String {
        let problems = Outcome.allCases.indices.filter { Outcome.allCases[$0].isProblem }.map(String.init)
        return """
            {"outcomes":\(list(Outcome.allCases.map(\.rawValue))),
            "words":\(list(Outcome.allCases.map(\.words))),
            "problems":[\(problems.joined(separator: ","))],
            "rows":[
            \(rows.joined(separator: ",\n"))
            ]}
            """
    }

    private static func list(_ texts: [String]) -> String {
        let quoted = texts.map { text in
            var line = ""
            JSONText.add(text, to: &line)
            return embedded(line)
        }
        return "[\(quoted.joined(separator: ","))]"
    }

    /// JSON with `<`, `>` and `&` escaped: they stand in strings only.
    static func embedded(_ json: String) -> String {
        guard
            json.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "&") })
        else { return json }
        var text = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            switch scalar {
            case "<": text.append(contentsOf: "\\u003c".unicodeScalars)
            case ">": text.append(contentsOf: "\\u003e".unicodeScalars)
            case "&": text.append(contentsOf: "\\u0026".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}

extension Outcome {
    /// Whether a person has to look at the row: it failed or may have arrived.
    var isProblem: Bool { self == .unknown || success == false }
}
