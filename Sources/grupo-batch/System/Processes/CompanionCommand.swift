import BatchModel
import Dispatch
import Files
import Glibc

/// A command that runs beside this process for as long as it likes, with the same terminal and streams.
struct CompanionCommand {
    /// Its words; at least one.
    let words: [String]
    /// Its whole environment.
    let environment: [String: String]

    /// Runs it and returns its exit code: of one that a signal ended 128 and the signal's number, as shells have it.
    ///
    /// Signals that are sent to this process are passed on. Those of a terminal's keys reach the command by themselves. Throws
    /// `Failure` with status 64 when it cannot be run.
    func run() async throws -> Int32 {
        // A HUP that is ignored, as under nohup, stays so for the command as well.
        let passed = [SIGINT, SIGTERM, SIGQUIT] + (SystemCalls.isIgnored(signal: SIGHUP) ? [] : [SIGHUP])
        let noted = SystemCalls.divertSent(signals: passed)
        let (started, reason) = SystemCalls.spawn(
            words, environment: environment, restoring: [SIGPIPE, SIGXFSZ, SIGUSR1])
        guard let processID = started else {
            throw Failure(
                .usage,
                "“\(DisplayText.oneLine(words[0]))” cannot be run: \(SystemFault(code: reason).text). Check its name.")
        }
        let source = noted.map { noted in
            let source = DispatchSource.makeReadSource(fileDescriptor: noted, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                for number in FileDescriptor.readAvailable(noted) { kill(processID, Int32(number)) }
            }
            source.resume()
            return source
        }
        let end = await withCheckedContinuation { (continuation: CheckedContinuation<SystemCalls.ProcessEnd, Never>) in
            DispatchQueue(label: "companion").async { continuation.resume(returning: SystemCalls.wait(for: processID)) }
        }
        source?.cancel()
        return switch end {
        case .exited(let code): code
        case .killed(let signal): 128 + signal
        }
    }
}
