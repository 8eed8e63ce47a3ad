import BatchEngine
import BatchModel
import Foundation

/// The commands of the user's that are told how a send ended: one when it came to its end, the other when it did not.
struct EndCommands {
    let onFinish: String?
    let onStop: String?
    let manifest: String
    let environment: [String: String]

    /// Tells of a run. What goes wrong is said and changes nothing.
    func tell(_ summary: RunSummary, _ end: RunEnd) async {
        let result = RunResultVariables(summary, end, manifest: manifest)
        switch end {
        case .complete, .someFailed, .someUnknown: await run("on-finish", onFinish, result)
        case .left: break
        case .stopped, .unreachable, .interrupted, .reportFailed, .ledgerFailed: await run("on-stop", onStop, result)
        }
    }

    /// Tells of a run that did not begin, unless a person has just said no to it.
    func tell(_ error: any Error) async {
        let fault = RunFault.named(error) as? RunFault
        if case .declined = fault { return }
        let failure = error as? Failure ?? fault.map { Failure($0) }
        guard let failure else { return }
        let result = RunResultVariables(
            code: failure.status.rawValue, reason: failure.description, manifest: manifest)
        await run("on-stop", onStop, result)
    }

    private func run(_ option: String, _ command: String?, _ result: RunResultVariables) async {
        guard let command, !command.isEmpty else { return }
        let stop = StopSignal()
        let watch = SignalWatch(stop) { _, _ in }
        let problem = await EndCommand(option: option, command: command).run(
            result, environment: environment, stop: stop)
        withExtendedLifetime(watch) {}
        if let problem { Console.err("Warning: \(problem)") }
    }
}
