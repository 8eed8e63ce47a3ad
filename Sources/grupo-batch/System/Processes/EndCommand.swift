import BatchEngine
import BatchModel
import Dispatch
import Files
import Foundation
import Glibc
import Synchronization
import Text

/// A command of the user's that is told how a run ended.
struct EndCommand {
    /// The option that names it, without its hyphens.
    let option: String
    /// What `/bin/sh -c` runs.
    let command: String
    /// How long it may take.
    var limit: Duration = .seconds(60)

    /// How long a command has that was asked to end.
    private static let grace: Duration = .seconds(2)

    /// Runs it to its end, or ends it with all its children when its time is over or a signal comes; returns what went wrong.
    ///
    /// It has no input, and what it prints goes to the stream of errors: standard output holds the run's result.
    func run(_ result: RunResultVariables, environment: [String: String], stop: StopSignal) async -> String? {
        var variables = environment.filter { $0.key != "GRUPO_API_SECRET_KEY" }
        variables.merge(result.variables) { $1 }
        // What was said so far stands before what the command says.
        Console.flush()
        let (started, reason) = SystemCalls.spawn(
            ["/bin/sh", "-c", command], environment: variables,
            restoring: [SIGPIPE, SIGXFSZ, SIGUSR1, SIGINT, SIGTERM, SIGHUP], .apart)
        guard let processID = started else { return failure("cannot be run: \(SystemFault(code: reason).text)") }
        let end = Ending(processID)
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.setEventHandler { end.ask(because: .timeIsOver) }
        timer.schedule(deadline: .now() + limit.secondsValue)
        timer.resume()
        stop.onRise { _ in end.ask(because: .signal) }
        defer { stop.onRise(nil) }
        let how = await withCheckedContinuation {
            (continuation: CheckedContinuation<(Ending.Cause?, SystemCalls.ProcessEnd), Never>) in
            // A thread of its own: a queue's may all be busy, and the command would seem not to end.
            Thread.detachNewThread {
                SystemCalls.awaitEnd(of: processID)
                // At once: until this task goes on, its time may be over.
                let cause = end.finish()
                continuation.resume(returning: (cause, SystemCalls.wait(for: processID)))
            }
        }
        timer.cancel()
        switch how {
        case (.timeIsOver, _): return failure("was ended after \(limit.text)")
        case (.signal, _): return failure("was ended by a signal")
        case (nil, .exited(0)): return nil
        case (nil, .exited(let code)): return failure("failed with status \(code)")
        case (nil, .killed(let signal)): return failure("was ended by signal \(signal)")
        }
    }

    private func failure(_ what: String) -> String {
        "\(Settings.source(of: option)): “\(DisplayText.oneLine(command, limit: 200))” \(what). The run's result stays as it is."
    }

    /// Ends a process and all of its group once, politely first. Safe from any thread.
    private final class Ending: Sendable {
        enum Cause { case timeIsOver, signal }

        private let group: pid_t
        private let state = Mutex<(cause: Cause?, isOver: Bool)>((nil, false))

        init(_ processID: pid_t) { group = processID }

        func ask(because cause: Cause) {
            let isFirst = state.withLock { state in
                guard state.cause == nil, !state.isOver else { return false }
                state.cause = cause
                return true
            }
            guard isFirst else { return }
            kill(-group, SIGTERM)
            DispatchQueue.global().asyncAfter(deadline: .now() + EndCommand.grace.secondsValue) {
                // A group that is gone may have given its number to another.
                self.state.withLock { if !$0.isOver { kill(-self.group, SIGKILL) } }
            }
        }

        /// Takes note that the process has ended, whose number is still its own; returns why it was asked to. Of one that was asked the
        /// children are ended too, those that will not once their time is over.
        func finish() -> Cause? {
            let cause = state.withLock { state in
                state.isOver = true
                return state.cause
            }
            guard cause != nil else { return nil }
            let latest = ContinuousClock.now + EndCommand.grace
            while ProcessGroup(group).hasOthers, ContinuousClock.now < latest { Thread.sleep(forTimeInterval: 0.02) }
            kill(-group, SIGKILL)
            return cause
        }
    }
}
