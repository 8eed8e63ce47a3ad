import Foundation
import Testing

@testable import Reporting

/// A page as tests look at it.
struct HTMLPage {
    let text: String

    init(_ text: String) { self.text = text }

    /// The block that carries the rows.
    var data: String {
        String(text.firstMatch(of: /<script type="application\/json" id="data">([^<]*)<\/script>/)?.1 ?? "")
    }

    /// The rows in it.
    var rows: [[Any]] {
        let object = (try? JSONSerialization.jsonObject(with: Data(data.utf8))) as? [String: Any]
        return object?["rows"] as? [[Any]] ?? []
    }

    /// The page as its stored file has it: our own style and script, which no reader of that file would check, are one mark each.
    var withoutCode: String {
        text.replacing(/(<style>)(?s:.*?)(<\/style>)/) { "\($0.1)…\($0.2)" }
            .replacing(/(<script>)(?s:.*?)(<\/script>)/) { "\($0.1)…\($0.2)" }
            .replacing(/'sha256-[^']*'/, with: "'sha256-…'")
    }

    /// The table's body.
    var body: Substring? { text.firstMatch(of: /<tbody role="rowgroup">\s*((?s:.*?))\s*<\/tbody>/)?.1 }

    /// The numbers of the rows that stand in the page as HTML.
    var bodyRows: [Int] {
        body?.matches(of: /<tr role="row" data-o="[a-z_]*"><td role="cell">(\d+)</).compactMap { Int($0.1) } ?? []
    }

    /// The page's tags with their attributes' names, script and style aside: what a browser builds.
    var tags: [String] {
        var tags: [String] = []
        var rest = Array(text.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...]
            var quote: UInt8?
            guard
                let end = rest.firstIndex(where: { byte in
                    if let open = quote {
                        if byte == open { quote = nil }
                    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                        quote = byte
                    }
                    return quote == nil && byte == UInt8(ascii: ">")
                })
            else { return tags + ["unfinished"] }
            let tag = String(decoding: rest[...end], as: UTF8.self)
            tags.append(tag.replacing(/="[^"]*"/.matchingSemantics(.unicodeScalar), with: ""))
            rest = rest[(end + 1)...]
            for raw in ["script", "style"] where tag.hasPrefix("<\(raw)") {
                let close = Array("</\(raw)>".utf8)
                while !rest.isEmpty, !rest.starts(with: close) { rest = rest.dropFirst() }
            }
        }
        return tags
    }
}

/// The colours of the page.
extension HTMLPage {
    /// What is behind the colours: the cards in light, in dark and on paper.
    static let grounds = ["#ffffff", "#1e2125"]

    /// The colours that are shown on a ground, by name.
    static func colours(behind ground: String) throws -> [(name: String, colour: String)] {
        let isDark = ground == "#1e2125"
        let rules = HTMLStyle.text.matches(of: /:root\{([^}]*)\}/).map { String($0.1) }
        try #require(rules.count == 3)
        let shown = isDark ? [rules[1]] : [rules[0], rules[2]]
        let names = [
            "sent", "rejected", "not_sent", "unknown", "invalid", "excluded", "pending", "plain", "edge", "focus",
        ]
        let colours = shown.flatMap { rule in
            rule.matches(of: /--([a-z_]+):(#[0-9a-f]+)/).map { (name: String($0.1), colour: String($0.2)) }
        }
        try #require(colours.contains { $0.name == "card" && ground.hasPrefix($0.colour) })
        return colours.filter { (names + ["ink", "soft"]).contains($0.name) }
    }

    /// The relative luminance of a colour (WCAG 2.2).
    static func luminance(_ colour: String) -> Double {
        var digits = Array(colour.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        let parts = stride(from: 0, to: 6, by: 2).map { index in
            Double(Int(String(digits[index...(index + 1)]), radix: 16) ?? 0) / 255
        }.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
