import FlyingFox
import Foundation
import Listening
import Synchronization
import Testing

@testable import WatchPage

@Suite("The door of the live page")
struct DoorTests {
    private final class Seen: Sendable {
        let commands = Mutex<[WatchCommand]>([])
    }

    private let token = WatchToken()
    private let board = WatchBoard()
    private let seen = Seen()
    private static let host = "127.0.0.1:8080"

    private func door(acts: Bool = true, isLoopback: Bool = true) -> WatchDoor {
        let note: @Sendable (WatchCommand) -> Void = { [seen] command in
            seen.commands.withLock { $0.append(command) }
        }
        let content = WatchContent(
            html: "<p>page</p>", policy: "default-src 'none'", state: { #"{"done":1}"# }, command: acts ? note : nil)
        return WatchDoor(
            content: content, token: token, board: board, isLoopback: isLoopback,
            connections: ConnectionGuard())
    }

    private func ask(
        _ door: WatchDoor, _ method: HTTPMethod, _ path: String, _ headers: [HTTPHeader: String] = [:]
    ) async throws -> (status: Int, body: String, headers: HTTPHeaders) {
        let request = HTTPRequest(
            method: method, version: .http11, path: path, query: [],
            headers: [.host: Self.host].merging(headers) { $1 }, body: Data())
        let response = await door.handleRequest(request)
        let body = String(decoding: try await response.bodyData, as: UTF8.self)
        return (response.statusCode.code, body, response.headers)
    }

    private static let own: [HTTPHeader: String] = [HTTPHeader("Origin"): "http://\(host)"]

    @Test("shows the page and the state to whoever has the token")
    func shows() async throws {
        let page = try await ask(door(), .GET, "/\(token.text)/")
        #expect((page.status, page.body) == (200, "<p>page</p>"))
        #expect(page.headers[HTTPHeader("Content-Security-Policy")] == "default-src 'none'")
        #expect(page.headers[.cacheControl] == "no-store")
        #expect(try await ask(door(), .GET, "/\(token.text)/state").body == #"{"done":1}"#)
        let bare = try await ask(door(), .GET, "/\(token.text)")
        #expect((bare.status, bare.headers[.location]) == (308, "/\(token.text)/"))
    }

    @Test("tells nothing to anybody else")
    func hides() async throws {
        let wrong = String(token.text.reversed()) == token.text ? "0" : String(token.text.reversed())
        for path in [
            "/", "/state", "/\(wrong)/", "/\(token.text)0/", "/\(token.text.dropLast())/",
            "/\(token.text.uppercased())x/",
            "//\(token.text)/", "/events", "/\(wrong)/pause", "/\(token.text)/../state", "/\(token.text)/other",
        ] {
            for method in [HTTPMethod.GET, .POST, .PUT, .HEAD, .DELETE] {
                let answer = try await ask(door(), method, path, Self.own)
                #expect(answer.status == 404, "\(method.rawValue) \(path)")
                #expect(!answer.body.contains("done"))
            }
        }
        #expect(seen.commands.withLock { $0.isEmpty })
    }

    @Test("follows the commands of the page itself", arguments: WatchCommand.allCases)
    func follows(command: WatchCommand) async throws {
        let answer = try await ask(door(), .POST, "/\(token.text)/\(command.rawValue)", Self.own)
        #expect((answer.status, answer.body) == (200, #"{"done":1}"#))
        #expect(seen.commands.withLock { $0 } == [command])
        // By the way of a browser that says more.
        let more = Self.own.merging([HTTPHeader("Sec-Fetch-Site"): "same-origin"]) { $1 }
        #expect(try await ask(door(), .POST, "/\(token.text)/\(command.rawValue)", more).status == 200)
    }

    @Test("follows no command from elsewhere")
    func refusesOrigins() async throws {
        let path = "/\(token.text)/drain"
        for origin in [
            nil, "null", "", "http://127.0.0.1", "https://\(Self.host)", "http://evil.example", "http://localhost:8080",
            "http://127.0.0.1:8081", "http://\(Self.host)/", "http://\(Self.host).evil.example",
        ] {
            let headers = origin.map { [HTTPHeader("Origin"): $0] } ?? [:]
            #expect(try await ask(door(), .POST, path, headers).status == 403, "\(origin ?? "none")")
        }
        for site in ["cross-site", "same-site", "none", ""] {
            let headers = Self.own.merging([HTTPHeader("Sec-Fetch-Site"): site]) { $1 }
            #expect(try await ask(door(), .POST, path, headers).status == 403, "\(site)")
        }
        #expect(try await ask(door(), .GET, path, Self.own).status == 404)
        #expect(seen.commands.withLock { $0.isEmpty })
    }

    @Test("only shows where it may not act")
    func onlyShows() async throws {
        let door = door(acts: false, isLoopback: false)
        for command in WatchCommand.allCases {
            #expect(try await ask(door, .POST, "/\(token.text)/\(command.rawValue)", Self.own).status == 403)
        }
        let host: [HTTPHeader: String] = [.host: "office.example:80"]
        #expect(try await ask(door, .GET, "/\(token.text)/", host).status == 200)
        #expect(try await ask(door, .GET, "/", host).status == 404)
    }

    @Test("lets in whoever calls this machine by a name of its own, and no name that a name server made lead here")
    func hosts() async throws {
        for host in ["127.0.0.1", "127.0.0.1:80", "127.3.2.1:9", "localhost", "localhost:8080", "[::1]", "[::1]:8080"] {
            #expect(WatchDoor.isThisMachine(host), "\(host)")
            #expect(try await ask(door(), .GET, "/\(token.text)/", [.host: host]).status == 200)
        }
        for host in [
            "", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "127.0.0.1:x", "127.0.0.1:99999",
            "127.0.0.1:8080:1",
            "localhost.evil.example", "[::1]evil", "[::1", "::1", "0.0.0.0", "10.0.0.1", "[::]",
        ] {
            #expect(!WatchDoor.isThisMachine(host), "\(host)")
            let answer = try await ask(door(), .GET, "/\(token.text)/", [.host: host])
            #expect(answer.status == 403 && !answer.body.contains("page</p>"), "\(host)")
        }
    }

    @Test("takes no command once the run has ended, and shows how it ended")
    func ended() async throws {
        board.end(#"{"done":2}"#)
        #expect(try await ask(door(), .POST, "/\(token.text)/pause", Self.own).status == 409)
        #expect(try await ask(door(), .GET, "/\(token.text)/state").body == #"{"done":2}"#)
        let events = try await ask(door(), .GET, "/\(token.text)/events")
        #expect(events.body.contains("event: end\ndata: {\"done\":2}\n\n"))
        #expect(board.readers == 0)
    }

    @Test("asks readers beyond the limit to come later")
    func limit() async throws {
        var seats = (0..<WatchBoard.mostReaders).map { _ in board.enter() }
        #expect(seats.allSatisfy { $0 != nil })
        #expect(try await ask(door(), .GET, "/\(token.text)/events").status == 503)
        seats.removeAll()
        #expect(board.readers == 0)
    }

    @Test("has a token of its own each time")
    func tokens() {
        let tokens = (0..<100).map { _ in WatchToken().text }
        #expect(Set(tokens).count == 100)
        #expect(tokens.allSatisfy { $0.wholeMatch(of: #/[0-9a-f]{32}/#) != nil })
    }
}
