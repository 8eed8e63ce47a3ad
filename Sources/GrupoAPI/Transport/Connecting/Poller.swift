import CEpoll
import Glibc

/// Waits for many descriptors at once: epoll, and a descriptor by which other threads end the wait.
///
/// Belongs to one thread, but for `wake`.
@safe final class Poller: Sendable {
    /// What happened to a descriptor.
    struct Event {
        /// The name under which it was added.
        let name: UInt64
        /// It can be read from, or has ended.
        let isReadable: Bool
        /// It can be written to, or has ended.
        let isWritable: Bool
    }

    /// No descriptor may have this name.
    private static let wakeName = UInt64.max
    private static let most = 256

    private let epoll: Int32
    private let wakeDescriptor: Int32

    /// Makes one that waits for nothing but `wake`; nil if the system gives no descriptors.
    init?() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard epoll >= 0, wakeDescriptor >= 0, add(wakeDescriptor, Self.wakeName, forReading: true, forWriting: false)
        else { return nil }
    }

    // A poller that could not be made comes here too.
    deinit {
        for descriptor in [epoll, wakeDescriptor] where descriptor >= 0 { close(descriptor) }
    }

    /// Waits for a descriptor from now on; false if the system refuses.
    @discardableResult
    func add(_ descriptor: Int32, _ name: UInt64, forReading: Bool, forWriting: Bool) -> Bool {
        control(EPOLL_CTL_ADD, descriptor, name, forReading: forReading, forWriting: forWriting)
    }

    /// Waits for something else.
    func change(_ descriptor: Int32, _ name: UInt64, forReading: Bool, forWriting: Bool) {
        control(EPOLL_CTL_MOD, descriptor, name, forReading: forReading, forWriting: forWriting)
    }

    /// Waits for it no more.
    func remove(_ descriptor: Int32) {
        control(EPOLL_CTL_DEL, descriptor, 0, forReading: false, forWriting: false)
    }

    @discardableResult
    private func control(
        _ operation: Int32, _ descriptor: Int32, _ name: UInt64, forReading: Bool, forWriting: Bool
    ) -> Bool {
        var event = unsafe epoll_event()
        unsafe event.events = (forReading ? EPOLLIN.rawValue : 0) | (forWriting ? EPOLLOUT.rawValue : 0)
        unsafe event.data.u64 = name
        return unsafe epoll_ctl(epoll, operation, descriptor, &event) == 0
    }

    /// Ends the wait of the thread that this belongs to, or its next one. From any thread.
    func wake() {
        var one: UInt64 = 1
        _ = unsafe write(wakeDescriptor, &one, 8)
    }

    /// Waits for at most so long, and returns what happened; nothing may have.
    func wait(_ span: Duration) -> [Event] {
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.most) { buffer in
            let count = unsafe epoll_wait(epoll, buffer.baseAddress, Int32(buffer.count), span.roundedUpMilliseconds)
            var events: [Event] = []
            for index in 0..<max(0, Int(count)) {
                let event = unsafe buffer[index]
                let name = unsafe event.data.u64
                guard name != Self.wakeName else {
                    forgetWakes()
                    continue
                }
                let hasEnded = unsafe event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
                unsafe events.append(
                    Event(
                        name: name, isReadable: hasEnded || event.events & EPOLLIN.rawValue != 0,
                        isWritable: hasEnded || event.events & EPOLLOUT.rawValue != 0))
            }
            return events
        }
    }

    private func forgetWakes() {
        var count: UInt64 = 0
        _ = unsafe read(wakeDescriptor, &count, 8)
    }
}

extension Duration {
    /// For waits: a wait that ends too early would only have to begin again.
    fileprivate var roundedUpMilliseconds: Int32 {
        Int32(clamping: Int64((Swift.max(self, .zero) / .milliseconds(1)).rounded(.up)))
    }
}
