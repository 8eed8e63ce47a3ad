import BatchModel
import FlyingFox
import Foundation

/// Answers requests as a Grupo site behind nginx does.
struct SandboxFrontDoor: HTTPHandler {
    let desk: SandboxDesk

    /// Counts the request as in flight until its answer is ready; never throws, so no request goes unanswered.
    func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
        desk.enter()
        defer { desk.leave() }
        do {
            return try await answer(request)
        } catch {
            return SandboxReply.page(.internalServerError)
        }
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try await wholeBody(of: request)
        let (name, path) = SandboxName.split(request.target.path())
        switch path {
        case "/api_request/": break
        case "/api_request":
            return SandboxReply.redirect(to: "http://\(request.headers[.host] ?? "")\(name)/api_request/")
        default: return SandboxReply.page(.notFound)
        }
        guard let body else { return SandboxReply.page(.payloadTooLarge) }
        guard request.method == .POST else { return refusal(.invalidMethod) }
        return try await reply(to: body, boundary: MultipartForm.boundary(ofContentType: request.headers[.contentType]))
    }

    private func reply(to body: [UInt8], boundary: String?) async throws -> HTTPResponse {
        guard let boundary, let form = try? MultipartForm(body: body, boundary: boundary) else {
            return refusal(.invalidForm)
        }
        let verdict = try desk.take(form)
        let latency = desk.drawLatency()
        if latency > .zero { try await Task.sleep(for: latency) }
        return SandboxReply.json(verdict)
    }

    private func refusal(_ refusal: SandboxRefusal) -> HTTPResponse {
        desk.refuse(refusal)
        return SandboxReply.json(refusal)
    }

    /// The body, or nil if it is over the limit; it is read to its end in any case, or its rest would be taken for the
    /// next request of the connection.
    private func wholeBody(of request: HTTPRequest) async throws -> [UInt8]? {
        var body: [UInt8] = []
        var byteCount = 0
        for try await chunk in request.bodySequence {
            byteCount += chunk.count
            if byteCount <= SandboxSettings.bodyByteLimit { body.append(contentsOf: chunk) } else { body = [] }
        }
        if let expected = request.bodySequence.count, byteCount != expected { throw SandboxCutBody() }
        return byteCount <= SandboxSettings.bodyByteLimit ? body : nil
    }
}

/// The connection ended before the body did: nothing of the form counts.
private struct SandboxCutBody: Error {}
