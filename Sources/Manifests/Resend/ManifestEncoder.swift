/// Writes text in a manifest's encoding. Use one for a whole file: it remembers shift states.
package final class ManifestEncoder {
    private let converter: EncodingConverter?
    private let encoding: String

    /// Prepares an encoding that a manifest was read in.
    package init(_ encoding: String) {
        self.encoding = encoding
        converter = encoding == "UTF-8" ? nil : EncodingConverter(from: "UTF-8", to: encoding)
    }

    /// The text's bytes; nil when it has a character that the encoding lacks.
    package func encode(_ text: [UInt8]) -> [UInt8]? {
        guard let converter else { return text }
        var output: [UInt8] = []
        var used = 0
        while used < text.count {
            let step = converter.convert(text, used..<text.count, into: &output)
            used += step.used
            if step.stop == .undecodable || step.stop == .incomplete { return nil }
        }
        return output
    }

    /// Whether the encoding has every character of a text.
    package func canEncode(_ text: [UInt8]) -> Bool { ManifestEncoder(encoding).encode(text) != nil }

    /// What stands behind the last text.
    package func finish() -> [UInt8] { converter?.finish() ?? [] }
}
