/// The site's API secret key.
///
/// It cannot be printed: descriptions, string interpolation, `dump` and mirrors show a placeholder. Only the form
/// writer reads its bytes.
public struct APISecretKey: Sendable {
    /// The bytes that go into the form's last part, and nowhere else.
    let bytes: [UInt8]

    /// The length of the key.
    public var byteCount: Int { bytes.count }

    /// Takes the key as the site shows it; the caller removes the one line break that ends a file.
    ///
    /// Throws if the text is empty, holds a control character, or begins or ends with a blank: a key like that was cut
    /// or copied wrongly, and the site would refuse every row.
    public init(_ text: String) throws(SecretFault) {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { throw .empty }
        for scalar in text.unicodeScalars {
            if scalar == "\r" || scalar == "\n" { throw .lineBreak }
            if scalar.properties.generalCategory == .control { throw .controlCharacter }
        }
        if first.properties.isWhitespace || last.properties.isWhitespace { throw .surroundingBlank }
        bytes = Array(text.utf8)
    }

    /// How many bytes of the key in a row must not be shown: a reply can be cut in the middle of it.
    private static let shownAtMost = 7

    /// The text with the key, and every part of it of eight bytes or more, replaced by the placeholder; a site may echo what
    /// it was sent, and cut it.
    func redacting(_ text: String) -> String {
        let source = Array(text.utf8)
        let shortest = min(bytes.count, Self.shownAtMost + 1)
        guard source.count >= shortest else { return text }
        var shown: [UInt8] = []
        var position = 0
        var found = false
        while position < source.count {
            let common = longestPart(at: source[position...])
            if common >= shortest {
                shown += Self.placeholder.utf8
                position += common
                found = true
            } else {
                shown.append(source[position])
                position += 1
            }
        }
        return found ? String(decoding: shown, as: UTF8.self) : text
    }

    /// How many bytes of the text's beginning stand in the key as they are, one after another.
    private func longestPart(at text: ArraySlice<UInt8>) -> Int {
        var longest = 0
        for start in bytes.indices where bytes[start] == text[text.startIndex] {
            let common = zip(bytes[start...], text).prefix { $0 == $1 }.count
            longest = max(longest, common)
        }
        return longest
    }

    private static let placeholder = "[secret key]"
}

extension APISecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder, never the key.
    public var description: String { Self.placeholder }
    /// A placeholder, never the key.
    public var debugDescription: String { Self.placeholder }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a text cannot be a secret key. Never quotes the text.
public enum SecretFault: Error, Sendable, Hashable, CaseIterable {
    /// There is no text.
    case empty
    /// The text has more than one line.
    case lineBreak
    /// The text holds a control character, such as NUL or a tab.
    case controlCharacter
    /// The text begins or ends with a blank.
    case surroundingBlank
}

extension SecretFault: CustomStringConvertible {
    /// What is wrong and what to do, in one line.
    public var description: String {
        switch self {
        case .empty:
            "the secret key is empty; copy it from Menu > Settings > General Settings > API Secret Key"
        case .lineBreak:
            "the secret key holds a line break; give the key alone, on one line"
        case .controlCharacter:
            "the secret key holds a control character; copy it again from the site's settings"
        case .surroundingBlank:
            "the secret key begins or ends with a blank; copy it again without the blank"
        }
    }
}
