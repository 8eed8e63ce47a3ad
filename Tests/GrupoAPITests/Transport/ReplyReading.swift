import Foundation

@testable import GrupoAPI

/// Whether the long campaigns run instead of their CI samples.
let isCampaign = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1"

/// What came of reading some bytes as one reply, by which two ways of reading them are compared.
struct ReplyReading: Hashable, CustomStringConvertible {
    var progress: ReplyParser.Progress
    var status: Int?
    var body: String
    /// How many bytes belong to the reply; only for one that is complete.
    var byteCount: Int?
    var keepsConnection: Bool

    /// Reads bytes cut in pieces at some places, after which the connection ends unless it stays open.
    init(
        _ bytes: [UInt8], cutAt places: [Int] = [], isOpen: Bool = false, isNoticed: Bool = true,
        headerCap: Int = 262_144, bodyCap: Int = 1_048_576
    ) {
        var parser = ReplyParser(headerCap: headerCap, bodyCap: bodyCap)
        var taken = 0
        var start = 0
        for end in places + [bytes.count] {
            let piece = bytes[start..<end]
            let count = parser.take(piece.span)
            taken += count
            if parser.progress == .reading, count != piece.count { preconditionFailure("bytes were left over") }
            start = end
            if parser.progress != .reading { break }
        }
        if !isOpen { parser.end(isNoticed: isNoticed) }
        progress = parser.progress
        status = parser.status
        body = String(decoding: parser.progress == .complete ? parser.body : [], as: UTF8.self)
        byteCount = parser.progress == .complete ? taken : nil
        keepsConnection = parser.keepsConnection
    }

    var description: String {
        "\(progress), \(status ?? 0), \(body.debugDescription), \(byteCount ?? -1), keeps: \(keepsConnection)"
    }
}
