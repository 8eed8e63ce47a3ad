import BatchEngine
import Dispatch
import Files
import Glibc

/// Turns SIGINT, SIGTERM and SIGHUP into the two steps of a `StopSignal`, as long as it lives.
final class SignalWatch {
    private let source: (any DispatchSourceRead)?
    private let numbers: [Int32]

    /// Watches from now on; `announce` hears which level was reached, and whether sends are under way that heed it.
    init(_ stop: StopSignal, announce: @escaping @Sendable (StopSignal.Level, _ isSending: Bool) -> Void) {
        // Under nohup the run goes on when its terminal goes away.
        numbers = SystemCalls.isIgnored(signal: SIGHUP) ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
        source = SystemCalls.divert(signals: numbers).map { noted in
            let source = DispatchSource.makeReadSource(fileDescriptor: noted, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                for number in FileDescriptor.readAvailable(noted) {
                    let isSending = stop.raise(signal: Int32(number))
                    announce(stop.level, isSending)
                }
            }
            source.resume()
            return source
        }
    }

    deinit {
        source?.cancel()
        // Whoever waits for a reader of the last lines must be able to leave.
        for number in numbers { signal(number, SIG_DFL) }
    }

    /// Calls `handler` on every arrival of a signal, which no longer does anything else, until the source is cancelled.
    static func source(
        _ number: Int32, on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler(handler: handler)
        source.resume()
        return source
    }
}
