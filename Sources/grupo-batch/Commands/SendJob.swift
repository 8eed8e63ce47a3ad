import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import GrupoAPI

/// Runs a send with everything a person sees of it.
struct SendJob {
    let settings: RunSettings
    let output: OutputArguments
    let sending: SendingArguments
    /// Whether a person can be asked.
    let asks: Bool
    /// Whether the send itself must be confirmed.
    let confirms: Bool

    func run(client: @escaping @Sendable () throws -> GrupoClient) async throws {
        let stop = StopSignal()
        let display = DisplayHolder()
        let watch = SignalWatch(stop) { level in
            // Nothing has left yet, and the prompt would wait for an answer.
            if Confirmation.isAsking { Confirmation.leave(signal: stop.signal) }
            if level == .aborting { display.show("Leaving at once; sends in flight are recorded as unknown.") }
        }
        defer { display.finish() }
        let summary = try await BatchRun(settings, hooks: hooks(display), stop: stop).send(through: client)
        display.finish()
        withExtendedLifetime(watch) {}
        let end = RunEnd(summary)
        RunReport(settings: settings, output: output).show(summary, end)
        if end != .complete { throw ExitCode(end.code) }
    }

    private func hooks(_ display: DisplayHolder) -> RunHooks {
        var hooks = RunHooks()
        let page = CheckPage(style: output.errorStyle, preview: 0)
        let (quiet, style, progress, verbose) = (output.quiet, output.errorStyle, sending.progress, sending.verbose)
        let (json, name) = (output.json, settings.source.argument)
        hooks.checked = { [selection = settings.selection] check in
            let isRefused = check.blocksAllRows || check.invalid > 0 && !selection.skipInvalid
            if isRefused, json { Console.out(CheckJSON(check, file: name, ledger: nil).text) }
            if check.invalid > 0 || !quiet { page.showProblems(check) }
        }
        if asks { hooks.decideEdited = { Confirmation.askEdited($0) } }
        if confirms { hooks.confirm = { Confirmation.ask($0, style: style) } }
        hooks.began = { forecast in
            if forecast.recovered > 0, !quiet { Console.err(RunReport.recovered(forecast.recovered)) }
            if !quiet { Console.err(RunReport.forecast(forecast)) }
            display.begin(ProgressDisplay(total: forecast.toSend, choice: progress, quiet: quiet, verbose: verbose))
        }
        hooks.observe = { display.take($0) }
        return hooks
    }
}
