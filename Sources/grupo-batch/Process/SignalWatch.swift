import BatchEngine
import Dispatch
import Glibc

/// Turns SIGINT, SIGTERM and SIGHUP into the two steps of a `StopSignal`.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// Watches from now on; `announce` hears which level was reached.
    init(_ stop: StopSignal, announce: @escaping @Sendable (StopSignal.Level) -> Void) {
        // Under nohup the run goes on when its terminal goes away.
        let signals = SystemCalls.isIgnored(signal: SIGHUP) ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
        sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                stop.raise(signal: number)
                announce(stop.level)
            }
            source.resume()
            return source
        }
    }

    deinit { sources.forEach { $0.cancel() } }
}
