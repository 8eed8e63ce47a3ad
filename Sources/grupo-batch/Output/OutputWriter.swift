import Dispatch
import Files
import Glibc
import Synchronization

/// Writes to one file on a thread of its own, so that a reader who is slow, or gone, holds nobody up.
final class OutputWriter: Sendable {
    /// How long a reader may take nothing before expendable lines are given up for essential ones.
    private static let patience: Duration = .seconds(2)
    private static let pause: useconds_t = 10_000

    private struct State {
        var queue: OutputQueue
        /// Whether somebody waits until all is written.
        var isAwaited = false
        var isScheduled = false
        /// Why a descriptor did not take something, by descriptor.
        var losses: [Int32: Int32] = [:]
    }

    private let thread: DispatchQueue
    private let state: Mutex<State>

    /// Prepares to write; a live block is drawn on `blockDescriptor`.
    init(_ name: String, blockDescriptor: Int32) {
        thread = DispatchQueue(label: name, qos: .userInitiated)
        state = Mutex(State(queue: OutputQueue(blockDescriptor: blockDescriptor)))
    }

    /// Adds a text. Returns at once, unless so much that is essential waits that memory would run out.
    func write(_ text: String, to descriptor: Int32, _ worth: OutputQueue.Worth) {
        let isOverfull = change { queue in
            queue.add(text, to: descriptor, worth)
            return queue.isOverfull
        }
        if isOverfull { flush() }
    }

    /// Sets the lines of the live block.
    func show(_ lines: [String]) {
        change { $0.show(lines) }
    }

    /// Returns when everything is written, or was given up.
    func flush(noting descriptor: Int32? = nil) {
        state.withLock { state in
            if let descriptor { state.queue.noteDropped(descriptor) }
            state.isAwaited = true
        }
        thread.sync { drain() }
        state.withLock { $0.isAwaited = false }
    }

    /// The system's number for why a descriptor did not take all that was written; nil when it did so far.
    func loss(on descriptor: Int32) -> Int32? { state.withLock { $0.losses[descriptor] } }

    @discardableResult
    private func change<Result: Sendable>(_ body: (inout OutputQueue) -> sending Result) -> Result {
        let (result, isIdle) = state.withLock { state in
            let result = body(&state.queue)
            defer { state.isScheduled = true }
            return (result, !state.isScheduled)
        }
        if isIdle { thread.async { self.drain() } }
        return result
    }

    /// Runs on the writer's thread.
    private func drain() {
        while true {
            let step = state.withLock { state in
                let step = state.queue.next()
                if step == .rest { state.isScheduled = false }
                return step
            }
            switch step {
            case .rest: return
            case .write(let bytes, let descriptor): put(bytes, to: descriptor)
            case .offer(let bytes, let descriptor): offer(bytes, to: descriptor)
            }
        }
    }

    /// Writes expendable bytes as soon as there is room; gives them up when the reader takes nothing and others wait.
    private func offer(_ bytes: [UInt8], to descriptor: Int32) {
        var unread = Int.max
        var since = ContinuousClock.now
        while !FileDescriptor.hasRoom(descriptor) {
            let now = FileDescriptor.unreadByteCount(descriptor) ?? .max
            if now < unread { (unread, since) = (now, .now) }
            let othersWait = state.withLock { $0.isAwaited || $0.queue.hasEssential }
            if othersWait, since.duration(to: .now) > Self.patience {
                return state.withLock { $0.queue.dropExpendable() }
            }
            usleep(Self.pause)
        }
        put(bytes, to: descriptor)
        state.withLock { $0.queue.taken() }
    }

    private func put(_ bytes: [UInt8], to descriptor: Int32) {
        do throws(SystemFault) {
            try FileDescriptor.write(bytes, to: descriptor)
        } catch {
            state.withLock { $0.losses[descriptor] = $0.losses[descriptor] ?? error.code }
        }
    }
}
