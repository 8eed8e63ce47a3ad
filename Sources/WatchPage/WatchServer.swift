import Foundation
import Listening

/// Serves the live page of a run until the run has ended. Starts once; safe to use from any task.
package final class WatchServer: Sendable {
    private static let answerTimeout = 15.0
    /// How long readers may take to hear of the end.
    private static let farewell: Duration = .seconds(2)

    private let address: ListeningAddress
    private let token = WatchToken()
    private let board = WatchBoard()
    private let server: ListeningServer

    /// Prepares a page; nothing listens until it is started.
    package init(_ address: ListeningAddress, content: WatchContent) throws(ListeningFault) {
        self.address = address
        let connections = ConnectionGuard()
        let door = WatchDoor(
            content: content, token: token, board: board, isLoopback: address.isLoopback, connections: connections)
        server = try ListeningServer(
            address, timeoutSeconds: Self.answerTimeout, connections: connections, handler: door)
    }

    /// Listens; returns the page's address, with the token that lets its reader in.
    package func start() async throws(ListeningFault) -> String {
        let port = try await server.start()
        return "http://\(host):\(port)/\(token.text)/"
    }

    /// Tells every reader the last state, and stops; a reader that is slow to hear it is left behind.
    package func end(_ last: String) async {
        board.end(last)
        let latest = ContinuousClock.now + Self.farewell
        while board.readers > 0, ContinuousClock.now < latest { try? await Task.sleep(for: .milliseconds(10)) }
        await server.stop()
    }

    /// How a browser names it; of an address that stands for all of this machine's, by its name.
    private var host: String {
        if ["0.0.0.0", "::"].contains(address.host) { return ProcessInfo.processInfo.hostName }
        return address.host.contains(":") ? "[\(address.host)]" : address.host
    }
}
