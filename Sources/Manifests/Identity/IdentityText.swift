import BatchModel
import Foundation

/// What identity does not see: how a name is composed, and how a line ends.
///
/// A file that was saved by another program has other bytes and means the same people and messages. Case is never folded: the
/// site may tell Ann from ann.
enum IdentityText {
    /// Whether text is the same in every composition.
    static func isASCII(_ text: Span<UInt8>) -> Bool {
        var bits: UInt8 = 0
        for index in text.indices { bits |= text[index] }
        return bits < 0x80
    }

    /// Whether a line of the text ends in CR or CR LF.
    static func holdsReturn(_ text: Span<UInt8>) -> Bool { text.holds(13) }

    /// Whether the text has more than one line.
    static func holdsLineEnd(_ text: Span<UInt8>) -> Bool { text.holds(10) || text.holds(13) }

    /// A name in NFC, in which composed and decomposed characters are the same (https://www.unicode.org/reports/tr15/).
    static func composed(_ name: Span<UInt8>) -> [UInt8] {
        Array(String(copying: name).precomposedStringWithCanonicalMapping.utf8)
    }

    /// A name in NFD.
    static func decomposed(_ name: Span<UInt8>) -> [UInt8] {
        Array(String(copying: name).decomposedStringWithCanonicalMapping.utf8)
    }

    /// The text with every CR LF, CR and LF replaced by a line end.
    static func lines(_ text: Span<UInt8>, endingIn end: [UInt8] = [10]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var previous: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            switch byte {
            case 13: output += end
            case 10 where previous == 13: break
            case 10: output += end
            default: output.append(byte)
            }
            previous = byte
        }
        return output
    }
}
