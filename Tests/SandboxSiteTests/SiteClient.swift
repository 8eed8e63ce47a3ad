import FlyingSocks
import Foundation
import Testing

@testable import SandboxSite

/// One kept connection to a sandbox, speaking HTTP/1.1 in plain bytes.
struct SiteClient {
    /// What a request came to.
    struct Reply {
        var status: Int
        var head: String
        var body: String
    }

    private let socket: AsyncSocket

    init(_ site: RunningSandbox) async throws {
        socket = try await AsyncSocket.connected(to: sockaddr_in.inet(ip4: site.host, port: site.port))
    }

    func close() throws { try socket.close() }

    func write(_ bytes: [UInt8]) async throws { try await socket.write(Data(bytes)) }

    /// Sends one request and reads its whole reply.
    func request(_ head: String, body: [UInt8] = []) async throws -> Reply {
        let length = body.isEmpty ? "" : "Content-Length: \(body.count)\r\n"
        try await write(Array("\(head)\r\nHost: sandbox.test\r\n\(length)\r\n".utf8) + body)
        return try await readReply()
    }

    func post(_ form: TestForm) async throws -> Reply {
        try await request(
            "POST /api_request/ HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\(form.boundary)",
            body: form.body)
    }

    private func readReply() async throws -> Reply {
        var bytes: [UInt8] = []
        while !bytes.ends(with: "\r\n\r\n") { bytes.append(try await socket.read()) }
        let head = String(decoding: bytes, as: UTF8.self)
        let length = try #require(head.split(separator: "Content-Length: ").last).prefix { $0.isNumber }
        let body = try await socket.read(bytes: try #require(Int(length)))
        let status = try #require(Int(head.split(separator: " ")[1]))
        return Reply(status: status, head: head, body: String(decoding: body, as: UTF8.self))
    }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

extension SandboxSite {
    /// Runs a site around the body and stops it however the body ends.
    static func running<Result: Sendable>(
        _ settings: SandboxSettings = SandboxSettings(),
        _ body: (SandboxSite, RunningSandbox) async throws -> Result
    ) async throws -> Result {
        let site = SandboxSite(settings)
        let running = try await site.start()
        do {
            let result = try await body(site, running)
            await site.stop()
            return result
        } catch {
            await site.stop()
            throw error
        }
    }
}
