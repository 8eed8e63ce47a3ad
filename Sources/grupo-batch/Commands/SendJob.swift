import BatchEngine
import BatchModel
import Files
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

    /// Runs it to its end, which it shows.
    func run(client: @escaping @Sendable () throws -> GrupoClient) async throws -> (RunSummary, RunEnd) {
        LostOutput.isNotAll()
        if !output.json { LostOutput.isRecordedElsewhere() }
        let log = try RunLog(output)
        let metrics = try metricsFile()
        defer { metrics?.end() }
        let stop = StopSignal()
        let watch = SignalWatch(stop) { level, isSending in
            // Nothing has left yet, and the prompt would wait for an answer.
            if Confirmation.isAsking { Confirmation.leave(signal: stop.signal) }
            guard level == .aborting, isSending else { return }
            Console.err("Leaving at once; sends in flight are recorded as unknown.")
        }
        let result = try await log.keeping {
            let display = ProgressDisplay(output)
            defer { display.finish() }
            let gate = SendingGate()
            let page = try await LivePageHost(sending, settings, display, stop: stop, gate: gate)
            do {
                display.begin(.checking(settings.source))
                let summary = try await BatchRun(settings, hooks: hooks(display, log, metrics), stop: stop, gate: gate)
                    .send(through: client)
                display.finish()
                let end = RunEnd(summary)
                log.add(.ended(summary, end))
                log.flush()
                RunReport(settings: settings, output: output).show(summary, end)
                await page?.end(summary, end)
                return (summary, end)
            } catch {
                await page?.end(error)
                throw error
            }
        }
        withExtendedLifetime(watch) {}
        return result
    }

    private func metricsFile() throws -> MetricsFile? {
        do throws(FileFault) {
            return try sending.metrics.map { path throws(FileFault) in try MetricsFile(path) }
        } catch {
            throw Failure(.cannotCreate, "--metrics: \(DisplayText.oneLine(error.description, limit: 1_000)).")
        }
    }

    private func hooks(_ display: ProgressDisplay, _ log: RunLog, _ metrics: MetricsFile?) -> RunHooks {
        var hooks = RunHooks()
        let (output, style, settings) = (output, output.errorStyle, settings)
        hooks.reading = { display.take($0) }
        hooks.checked = { check in
            let plan = settings.terms.digest(check.contents)
            log.add(.checked(check, plan: plan))
            let isRefused = check.blocksAllRows || check.invalid > 0 && !settings.selection.skipInvalid
            let name = settings.source.argument
            if isRefused, output.json {
                Console.out(CheckJSON(check, plan: plan, file: name, refusal: .invalidRows(check)).text)
            }
            if check.invalid > 0 || !output.quiet { CheckPage(style: style, preview: 0).showProblems(check) }
            if !output.quiet {
                for line in ExclusionText.lines(check.exclusion, label: "--exclude: ") { Console.err(line) }
            }
        }
        if asks {
            hooks.decideEdited = { count in
                display.pause("Waiting for an answer.")
                return Confirmation.askEdited(count)
            }
        }
        hooks.answer = output.yes ? .accept : asks ? .ask : .refuse
        hooks.confirmsQuestionsOnly = !confirms
        if asks {
            hooks.confirm = { forecast in
                for notice in forecast.notices { log.add(.notice(notice)) }
                display.pause("Waiting for an answer.")
                return Confirmation.ask(forecast, settings, style: style)
            }
        }
        hooks.noticed = { notices in
            for notice in notices { log.add(.notice(notice)) }
            guard !output.quiet else { return }
            NoticeText(style).show(notices)
        }
        hooks.opened = { metrics?.open($0) }
        hooks.waitingToJoin = { holder in
            display.pause("Waiting for another sender.")
            if !output.quiet { Console.err("Waiting: \(holder) is about to begin, or to end.") }
        }
        hooks.began = { forecast in
            metrics?.begin(forecast.counts.tally)
            display.pause("Beginning to send.")
            log.add(.began(forecast, settings))
            if forecast.recovered > 0, !output.quiet { Console.err(RunReport.recovered(forecast.recovered)) }
            if output.yes { RunReport.showAnswered(forecast.questions, style) }
            if !output.quiet { Console.err(RunReport.forecast(forecast)) }
            display.beginSending(forecast.toSend)
        }
        hooks.observe = { event in
            display.take(event)
            log.take(event)
            metrics?.take(event)
        }
        hooks.reporting = { rows, total in display.report(rows: rows, of: total) }
        return hooks
    }
}
