import BatchEngine
import Dispatch
import Glibc

/// Turns SIGINT, SIGTERM and SIGHUP into the two steps of a `StopSignal`.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// Watches from now on; `announce` hears which level was reached.
    init(_ stop: StopSignal, announce: @escaping @Sendable (StopSignal.Level) -> Void) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
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
