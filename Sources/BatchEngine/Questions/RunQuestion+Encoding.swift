import Manifests
import Text

extension RunQuestion {
    /// Asks when the encoding that was given reads a file that is UTF-8 as it stands.
    static func about(_ layout: TextLayout) -> [RunQuestion] {
        guard layout.looksLikeUTF8 else { return [] }
        return [
            RunQuestion(
                .encoding,
                problem:
                    "The file is UTF-8 as it stands; read as \(layout.encoding) its names and messages are others.",
                remedy: "Look at the first message, and leave \(option: .encoding) out unless it is right.")
        ]
    }
}
