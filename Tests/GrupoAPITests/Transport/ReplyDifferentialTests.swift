import Foundation
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("Replies as another reader reads them")
struct ReplyDifferentialTests {
    private static let count = isCampaign ? 100_000 : 6_000
    private static let seed: UInt64 = 20_261_127

    /// What we refuse although h11 reads it, each because it could be read in another way as well.
    enum Kind: String, CaseIterable {
        case version = "a version other than 1.0 and 1.1"
        case lengthAndChunks = "a length and chunks"
        case foldedFraming = "a folded length or encoding"
        case lengthBeyondNumbers = "a length that no number holds"
        case chunkExtension = "a control character in a chunk's extension"
        case chunkEnd = "something else than a line end behind a chunk (read by h11 before 0.15)"

        private var pattern: String {
            switch self {
            case .version: #"(^|\n)HTTP/(?!1\.[01])[0-9]\.[0-9] "#
            case .lengthAndChunks:
                #"(?is)(\ncontent-length:.*?\ntransfer-encoding:)|(\ntransfer-encoding:.*?\ncontent-length:)"#
            case .foldedFraming: #"(?i)\n(content-length|transfer-encoding):[^\n]*\n[ \t]"#
            case .lengthBeyondNumbers: #"(?i)\ncontent-length:[^\n]*[0-9]{19}"#
            case .chunkExtension: #"\n[0-9A-Fa-f]+;[^\n]*[\x00\x0b\x0c␍][^\n]*␍\n"#
            case .chunkEnd: #"(?is)\ntransfer-encoding:.*?\n␍?\n[0-9a-f]"#
            }
        }

        /// Whether a reply is of this kind.
        func holds(_ reply: [UInt8]) -> Bool {
            // CR and LF would be one character, of which no expression finds a part.
            let text = String(String.UnicodeScalarView(reply.map { $0 == 13 ? "\u{240D}" : Unicode.Scalar($0) }))
            return text.range(of: pattern, options: .regularExpression) != nil
        }
    }

    @Test("What h11 refuses, we refuse; what it reads, we read alike, or refuse for a reason that is listed")
    func differential() throws {
        var maker = ReplyMaker(seed: Self.seed)
        let replies = (0..<Self.count).map { _ in maker.next() }
        let theirs = try H11.read(replies)
        var kinds: [Kind: Int] = [:]
        var both = 0
        for (index, (reply, reading)) in zip(replies, theirs).enumerated() {
            let ours = ReplyReading(reply)
            let text = String(decoding: reply, as: UTF8.self).debugDescription
            guard let reading else {
                #expect(ours.progress != .complete, "\(index) of seed \(Self.seed): only we read \(text)")
                continue
            }
            if ours.progress == .complete {
                both += 1
                #expect(ours.status == reading.status, "\(index) of seed \(Self.seed): \(text)")
                #expect(
                    ours.body == String(decoding: reading.body, as: UTF8.self), "\(index) of seed \(Self.seed): \(text)"
                )
            } else if let kind = Kind.allCases.first(where: { $0.holds(reply) }) {
                kinds[kind, default: 0] += 1
            } else {
                Issue.record("\(index) of seed \(Self.seed): only h11 reads \(text)")
            }
        }
        let accepted = theirs.count { $0 != nil }
        print("h11: \(replies.count) replies of seed \(Self.seed), h11 reads \(accepted), both \(both)")
        for kind in Kind.allCases where kinds[kind] != nil {
            print("h11 alone: \(kinds[kind] ?? 0) with \(kind.rawValue)")
        }
        #expect(accepted * 3 >= replies.count)
    }
}
