import Foundation
import Synchronization
import Text

/// The site's memory: judges forms, counts, and records what was accepted. One request at a time is inside.
final class SandboxDesk: Sendable {
    private let rules: SandboxRules
    private let settings: SandboxSettings
    private let watch: (@Sendable (SandboxEvent) -> Void)?
    private let state: Mutex<State>

    private struct State {
        var tally = SandboxTally()
        var messages: [ReceivedMessage] = []
        var random: SeededGenerator
        var log: SandboxLog?
    }

    /// Opens the log, if the settings name one.
    init(
        _ settings: SandboxSettings, secretKey: String, watch: (@Sendable (SandboxEvent) -> Void)?
    ) throws(SandboxFault) {
        rules = SandboxRules(
            secretKey: secretKey, knownUsers: settings.knownUsers, attachmentByteLimit: settings.attachmentByteLimit)
        self.settings = settings
        self.watch = watch
        var log: SandboxLog?
        if let path = settings.logPath { log = try SandboxLog(path: path, synchronizes: settings.synchronizesLog) }
        state = Mutex(State(random: SeededGenerator(seed: settings.seed), log: log))
    }

    var tally: SandboxTally { state.withLock { $0.tally } }
    var messages: [ReceivedMessage] { state.withLock { $0.messages } }

    func enter() { state.withLock { $0.tally.enter() } }
    func leave() { state.withLock { $0.tally.leave() } }

    /// How long the next answer is held back.
    func drawLatency() -> Duration {
        settings.latency.upperBound == .zero ? .zero : state.withLock { $0.random.duration(in: settings.latency) }
    }

    /// Takes the message or says why not; on return it is recorded. Throws only if the log cannot be written.
    func take(_ form: MultipartForm) throws -> SandboxRefusal? {
        let event = try state.withLock { state in
            let event = verdict(on: form, drawing: &state.random)
            return try record(event, in: &state)
        }
        watch?(event)
        return event.refusal
    }

    /// Counts a refusal of something that is no form.
    func refuse(_ refusal: SandboxRefusal) {
        state.withLock { $0.tally.refused[refusal, default: 0] += 1 }
        watch?(.refused(refusal, user: nil))
    }

    private func verdict(on form: MultipartForm, drawing random: inout SeededGenerator) -> SandboxEvent {
        do {
            let message = try rules.judge(form)
            let isUnlucky = settings.refusalShare > 0 && random.share() < settings.refusalShare
            return isUnlucky ? .refused(.refusedAtRandom, user: message.user) : .accepted(message)
        } catch {
            return .refused(error, user: form["user"]?.text)
        }
    }

    private func record(_ event: SandboxEvent, in state: inout State) throws -> SandboxEvent {
        switch event {
        case .refused(let refusal, _):
            state.tally.refused[refusal, default: 0] += 1
            return event
        case .accepted(var message):
            message.number = state.tally.accepted + 1
            message.receivedAtMilliseconds = Int64(Date().timeIntervalSince1970 * 1_000)
            try state.log?.append(message)
            state.tally.accepted += 1
            if settings.keepsMessages { state.messages.append(message) }
            return .accepted(message)
        }
    }
}

extension SandboxEvent {
    fileprivate var refusal: SandboxRefusal? {
        if case .refused(let refusal, _) = self { refusal } else { nil }
    }
}
