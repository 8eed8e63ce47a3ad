import Foundation
import TestSupport
import Testing

@testable import GrupoAPI

/// The table of replies, `Tests/Fixtures/replies.json`, which the tests of the whole program read as well.
struct ReplyTable: Decodable {
    /// A text that bodies name.
    struct Text: Decodable {
        let text: String
        let times: Int?
    }

    /// What the user says of the site.
    struct Rules: Decodable {
        let successValues: Set<String>?
        let notSentStatuses: Set<Int>?
    }

    /// A row as the file has it; the file says what its members mean.
    struct Row: Decodable {
        let name: String
        let statuses: [Int]?
        let bodies: [String]?
        let wire: [String]?
        let end: String?
        let httpStatus: Int?
        let headers: [String]?
        let encoding: String?
        let rules: Rules?
        let verdict: String
        let key: String?
        let message: String?
        let inMessage: String?
        let fault: String?
        let limit: Int64?
        let retryAfter: Int?
        let notices: [String]?
    }

    let texts: [String: Text]
    let rows: [Row]

    /// Every reply of every row.
    static let cases: [ReplyCase] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Fixtures/replies.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            let table = try decoder.decode(ReplyTable.self, from: Data(contentsOf: file))
            return table.rows.flatMap { row in table.cases(of: row) }
        } catch {
            preconditionFailure("\(file.path): \(error)")
        }
    }()

    private func cases(of row: Row) -> [ReplyCase] {
        let contents = (row.bodies ?? row.wire ?? []).map { content in
            let whole = texts.reduce(content) { whole, entry in
                whole.replacing(
                    "$" + entry.key, with: String(repeating: entry.value.text, count: entry.value.times ?? 1))
            }
            return row.encoding == "latin-1" ? whole.unicodeScalars.map { UInt8($0.value) } : Array(whole.utf8)
        }
        return (row.statuses.map { $0.map(Int?.some) } ?? [nil]).flatMap { status in
            contents.map { ReplyCase(row: row, status: status, content: $0) }
        }
    }
}

/// One reply of the table.
struct ReplyCase: Sendable, CustomTestStringConvertible {
    let row: ReplyTable.Row
    /// Nil where the content is the whole reply.
    let status: Int?
    /// The body, or the whole reply.
    let content: [UInt8]

    var testDescription: String {
        "\(row.name): \(status.map { "\($0) " } ?? "")\(String(decoding: content.prefix(60), as: UTF8.self))"
    }

    var rules: ClassificationRules {
        ClassificationRules(
            notSentStatuses: row.rules?.notSentStatuses ?? [], successValues: row.rules?.successValues ?? [])
    }

    /// What a server does that replies so.
    var behaviour: Behaviour {
        if let status {
            return Behaviour(
                .readRequest, .send(Behaviour.response(content, status: status, headers: row.headers ?? [])))
        }
        let last: [Behaviour.Step] = row.end == "open" ? [] : row.end == "reset" ? [.reset] : [.close]
        return Behaviour([.readRequest, .send(content)] + last)
    }

    /// Expects of a result all that the row says.
    func check(_ result: AttemptResult) {
        #expect("\(result.verdict)".lowercased() == row.verdict.replacing("_", with: ""))
        #expect(result.httpStatus == status ?? row.httpStatus)
        if row.key == "client.*" {
            #expect(result.errorKey?.hasPrefix("client.") == true)
        } else {
            #expect(result.errorKey == row.key)
            #expect(result.siteFault == siteFault)
        }
        if row.message != nil || result.verdict == .sent { #expect(result.errorMessage == row.message) }
        if let words = row.inMessage { #expect(result.errorMessage?.contains(words) == true) }
        #expect(result.retryAfter == row.retryAfter.map { .seconds($0) })
        #expect(Set(result.notices.map(\.rawValue)) == Set(row.notices ?? []))
    }

    private var siteFault: AttemptResult.SiteFault? {
        switch row.fault {
        case nil: nil
        case "redirect":
            .redirect(to: row.headers?.first { $0.hasPrefix("Location: ") }.map { String($0.dropFirst(10)) })
        case "refused_status": .refusedStatus(status ?? 0)
        case "no_verdict": .noVerdict
        case "not_json": .notJSON(challenge: false)
        case "challenge": .notJSON(challenge: true)
        case "too_large": .tooLarge(limit: row.limit)
        case .some(let other): preconditionFailure("replies.json: no site fault is called \(other)")
        }
    }
}
