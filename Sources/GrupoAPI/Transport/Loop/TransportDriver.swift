import CCurl
import Glibc
import Synchronization

/// Drives all messages of a client on one thread of its own.
///
/// Tasks leave work in the mailbox and wait; every wait ends, whether the work is done, given up or never begun.
final class TransportDriver: Sendable {
    private let poller: Poller?
    private let mailbox = Mutex(Mailbox())
    /// The last name given to work.
    private let lastID = Atomic<UInt64>(0)
    private let site: SiteAddress
    private let settings: TransportSettings

    /// The version of libcurl at run time, with its TLS library: the first two of the many that libcurl names.
    static var libcurlVersion: String {
        let names = unsafe String(cString: curl_version()).split(separator: " ")
        return names.prefix(2).joined(separator: " ")
    }

    /// Starts the thread. If the system has none to give, every exchange ends at once as `client.shut_down`.
    init(site: SiteAddress, settings: TransportSettings) {
        self.site = site
        self.settings = settings
        poller = Poller()
        if poller == nil || !startThread() { end() }
    }

    /// Sends a form, or only connects if there is none, and tells what the exchange showed.
    ///
    /// If the task is cancelled, the exchange is given up.
    func perform(_ form: MessageForm?, tag: UInt64? = nil) async -> Evidence {
        let id = nextID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else { return continuation.resume(returning: .neverStarted(.cancelled)) }
                submit(Submission(id: id, form: form, tag: tag, continuation: continuation))
                // The handler may have run between the two lines above, before there was anything to cancel.
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }
    /// Has the driver's thread call a function, which must not wait, when the site sends a reply that nobody asked for.
    func onUnaskedReply(_ handler: (@Sendable (UnaskedReply) -> Void)?) {
        mailbox.withLock { $0.onUnaskedReply = handler }
    }

    /// Returns when no answer that was given can be doubted any more, or when the task is cancelled.
    func awaitSilence() async {
        let id = nextID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isLeft = leave { mailbox in
                    mailbox.silenceWaiters[id] = continuation
                    mailbox.hasNewSilenceWaiter = true
                }
                if !isLeft { continuation.resume() }
                if Task.isCancelled { endSilence([id]) }
            }
        } onCancel: {
            endSilence([id])
        }
    }

    private func endSilence(_ ids: [UInt64]) {
        let waiters = mailbox.withLock { mailbox in ids.compactMap { mailbox.silenceWaiters.removeValue(forKey: $0) } }
        for waiter in waiters { waiter.resume() }
    }

    private func nextID() -> UInt64 {
        lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Gives up every exchange and returns when the thread has ended.
    func shutdown() async {
        await withCheckedContinuation { continuation in
            let hasEnded = mailbox.withLock { mailbox in
                if !mailbox.hasEnded { mailbox.endWaiters.append(continuation) }
                return mailbox.hasEnded
            }
            if hasEnded { continuation.resume() } else { stop() }
        }
    }

    /// Asks the thread to give everything up and end; returns at once.
    func stop() { leave { $0.isStopping = true } }

    private func submit(_ submission: Submission) {
        let isTaken = leave { $0.submissions.append(submission) }
        if !isTaken { submission.continuation.resume(returning: .neverStarted(.shutDown)) }
    }

    private func cancel(_ id: UInt64) { leave { $0.cancellations.append(id) } }

    /// Changes the mailbox and wakes the thread if it sleeps; false, and nothing changed, after the thread's end.
    @discardableResult
    private func leave(_ change: (inout Mailbox) -> Void) -> Bool {
        let (isLeft, wasAsleep) = mailbox.withLock { mailbox in
            guard !mailbox.hasEnded else { return (false, false) }
            change(&mailbox)
            defer { mailbox.isAsleep = false }
            return (true, mailbox.isAsleep)
        }
        // Not under the lock, which is the first thing the thread would ask for.
        if wasAsleep { poller?.wake() }
        return isLeft
    }

    // MARK: - The thread

    /// Starts the thread with all signals blocked: they are for the program's own threads.
    private func startThread() -> Bool {
        var all = sigset_t()
        var before = sigset_t()
        _ = unsafe sigfillset(&all)
        _ = unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let this = unsafe Unmanaged.passRetained(self)
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let driver = unsafe Unmanaged<TransportDriver>.fromOpaque(argument).takeRetainedValue()
                driver.run()
                return nil
            }, unsafe this.toOpaque())
        if status != 0 { unsafe this.release() } else { pthread_detach(thread) }
        return status == 0
    }

    private func run() {
        guard let poller, let loop = TransportLoop(site: site, settings: settings, poller: poller) else { return end() }
        var mail = Mail()
        while collect(&mail) {
            loop.take(mail)
            loop.turn(mayWait: mail.isEmpty)
            loop.deliver()
            attend(mail.silenceWaiters, of: loop)
        }
        loop.giveUpEverything()
        loop.deliver()
        end()
    }

    /// Tells what there is to tell of the connections.
    private func attend(_ silenceWaiters: [UInt64], of loop: TransportLoop) {
        let isSilent = !silenceWaiters.isEmpty && loop.isSettled()
        if let news = loop.takeNews() { mailbox.withLock(\.onUnaskedReply)?(news) }
        if isSilent { endSilence(silenceWaiters) }
    }

    /// Empties the mailbox; false when the thread is to end. If there was nothing, whoever leaves something from now on must wake
    /// the thread.
    private func collect(_ mail: inout Mail) -> Bool {
        mail.submissions.removeAll(keepingCapacity: true)
        mail.cancellations.removeAll(keepingCapacity: true)
        return mailbox.withLock { mailbox in
            guard !mailbox.isStopping else { return false }
            swap(&mail.submissions, &mailbox.submissions)
            swap(&mail.cancellations, &mailbox.cancellations)
            mail.hasNewSilenceWaiter = mailbox.hasNewSilenceWaiter
            mailbox.hasNewSilenceWaiter = false
            mail.silenceWaiters = mailbox.silenceWaiters.isEmpty ? [] : Array(mailbox.silenceWaiters.keys)
            mailbox.isAsleep = mail.isEmpty
            return true
        }
    }

    private func end() {
        let last = mailbox.withLock { mailbox in
            mailbox.hasEnded = true
            defer {
                mailbox.submissions = []
                mailbox.endWaiters = []
                mailbox.silenceWaiters = [:]
            }
            return mailbox
        }
        for submission in last.submissions { submission.continuation.resume(returning: .neverStarted(.shutDown)) }
        for waiter in last.endWaiters + last.silenceWaiters.values { waiter.resume() }
    }
}
