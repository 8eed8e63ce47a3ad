import BatchEngine
import BatchModel
import Listening
import Reporting
import WatchPage

/// Shows a send on a live page for as long as it runs.
final class LivePageHost: Sendable {
    private let server: WatchServer
    private let state: @Sendable () -> LiveState

    /// Listens, and says on standard error where the page is; nil when no page is asked for.
    ///
    /// - Throws: `Failure` when it cannot listen there.
    init?(
        _ sending: SendingArguments, _ settings: RunSettings, _ display: ProgressDisplay, stop: StopSignal,
        gate: SendingGate
    ) async throws(Failure) {
        guard let place = sending.watchPage else { return nil }
        let mayAct = !sending.allowRemote
        let first = LiveState(settings, began: WallClock.milliseconds, mayAct: mayAct)
        let current: @Sendable () -> LiveState = { [weak display] in
            var state = first
            if let display { state.take(display) }
            return state
        }
        state = current
        let follow: @Sendable (WatchCommand) -> Void = { Self.follow($0, stop, gate) }
        let content = WatchContent(
            html: LivePage.html, policy: LivePage.policy, state: { current().json },
            command: mayAct ? follow : nil)
        do throws(ListeningFault) {
            server = try WatchServer(
                try ListeningAddress(host: place.host, port: place.port, allowRemote: sending.allowRemote),
                content: content)
            let address = try await server.start()
            Console.err("Watch it at \(address)\(mayAct ? "" : " (it only shows)")")
        } catch {
            throw Failure(
                error.isMisuse ? Settings.status(of: "watch-page") : .cannotCreate,
                "\(Settings.source(of: "watch-page")): \(DisplayText.oneLine(error.text("the page"), limit: 1_000)). Nothing was sent."
            )
        }
    }

    /// Tells those who watch how the run ended, and stops.
    func end(_ summary: RunSummary, _ end: RunEnd) async {
        var last = state()
        last.end(summary, end)
        await server.end(last.json)
    }

    /// Tells those who watch why there is no run any more, and stops.
    func end(_ error: any Error) async {
        var last = state()
        switch RunFault.named(error) {
        case let failure as Failure: last.end(failure)
        case let fault as RunFault: last.end(Failure(fault))
        default: last.end(Failure(.stopped, "\(error)"))
        }
        await server.end(last.json)
    }

    private static func follow(_ command: WatchCommand, _ stop: StopSignal, _ gate: SendingGate) {
        switch command {
        case .pause:
            guard !gate.isClosed else { return }
            gate.close()
            Console.err("Paused from the page: nothing new is sent until somebody goes on there.")
        case .goOn:
            guard gate.isClosed else { return }
            gate.open()
            Console.err("Going on, from the page.")
        case .drain:
            // A second step would give up on what is in flight: that is for who sits at the terminal.
            guard stop.level == .none else { return }
            // Nothing has left yet, and the prompt would wait for an answer.
            if Confirmation.isAsking { Confirmation.leave(signal: StopSignal.fromPage) }
            stop.raise(signal: StopSignal.fromPage)
        }
    }
}
