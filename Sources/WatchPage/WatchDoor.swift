import FlyingFox
import Foundation
import Listening

/// Answers the page's requests: the page, the state of the run, and commands.
///
/// Nothing is told without the token of the address. Where only this machine can reach the page, a request must also name this
/// machine as its host: a site whose name was made to lead here (DNS rebinding) names its own. A command must come from the page
/// itself, which the browser says in `Origin` with every POST (https://fetch.spec.whatwg.org/#origin-header).
struct WatchDoor: HTTPHandler {
    let content: WatchContent
    let token: WatchToken
    let board: WatchBoard
    /// Whether only this machine can reach the page.
    let isLoopback: Bool
    /// What keeps connections short that are not let stay.
    let connections: ConnectionGuard

    func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
        guard let host = request.headers[.host], !isLoopback || Self.isThisMachine(host) else {
            return answer(.forbidden, "This page is for this machine only.")
        }
        let parts = request.target.path().split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let given = parts.first, token.matches(given) else { return answer(.notFound, "There is nothing here.") }
        switch (request.method, parts.dropFirst().joined(separator: "/")) {
        case (.GET, "") where parts.count == 1: return redirect()
        case (.GET, ""): return answer(.ok, content.html, type: "text/html; charset=utf-8")
        case (.GET, "state"): return answer(.ok, current, type: "application/json")
        case (.GET, "events"): return events(request)
        case (.POST, let name): return follow(WatchCommand(rawValue: name), request, host: host)
        default: return answer(.notFound, "There is nothing here.")
        }
    }

    private var current: String { board.last ?? content.state() }

    private func events(_ request: HTTPRequest) -> HTTPResponse {
        guard let seat = board.enter() else { return answer(.serviceUnavailable, "Too many read this page.") }
        connections.letStay(request.remoteAddress)
        var headers = headers(type: "text/event-stream")
        // A proxy in between would keep events back.
        headers[HTTPHeader("X-Accel-Buffering")] = "no"
        let stream = EventStream(board: board, seat: seat, state: content.state)
        return HTTPResponse(statusCode: .ok, headers: headers, body: HTTPBodySequence(from: stream))
    }

    private func follow(_ command: WatchCommand?, _ request: HTTPRequest, host: String) -> HTTPResponse {
        guard let command else { return answer(.notFound, "There is nothing here.") }
        guard let act = content.command else { return answer(.forbidden, "This page only shows.") }
        let site = request.headers[HTTPHeader("Sec-Fetch-Site")] ?? "same-origin"
        guard request.headers[HTTPHeader("Origin")] == "http://\(host)", site == "same-origin" else {
            return answer(.forbidden, "Commands come from the page itself.")
        }
        guard board.last == nil else { return answer(.conflict, "The send has ended.") }
        act(command)
        return answer(.ok, current, type: "application/json")
    }

    /// To the address with a slash at its end, which the page's own addresses are relative to.
    private func redirect() -> HTTPResponse {
        var response = answer(.permanentRedirect, "")
        response.headers[.location] = "/\(token.text)/"
        return response
    }

    private func answer(
        _ status: HTTPStatusCode, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> HTTPResponse {
        HTTPResponse(statusCode: status, headers: headers(type: type), body: Data(text.utf8))
    }

    private func headers(type: String) -> HTTPHeaders {
        [
            // One request a connection: none waits for another.
            .connection: "close", .contentType: type, .cacheControl: "no-store",
            HTTPHeader("Content-Security-Policy"): content.policy,
            HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("Referrer-Policy"): "no-referrer",
            HTTPHeader("X-Frame-Options"): "DENY", HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
            HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
        ]
    }

    /// Whether the host of a request, with or without a port, is a name of this machine that no name server gives away.
    static func isThisMachine(_ host: String) -> Bool {
        let name: Substring
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            name = host[host.index(after: host.startIndex)..<end]
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return false }
        } else {
            name = host.prefix { $0 != ":" }
            let rest = host.dropFirst(name.count)
            guard rest.isEmpty || isPort(rest) else { return false }
        }
        if name == "localhost" { return true }
        return (try? ListeningAddress(host: String(name), port: 0, allowRemote: false)) != nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && UInt16(text.dropFirst()) != nil
    }
}
