import BatchModel
import CCurl

/// What only the driver's thread touches: the transfers and their places.
@safe struct CurlLoop {
    private let site: SiteAddress
    private let settings: TransportSettings
    private let multi: UnsafeMutableRawPointer?
    private let connections: CurlConnections
    /// Every handle for sending that was made, idle or not.
    private var transfers: [CurlTransfer] = []
    /// Those of them that are free; the one used last comes first.
    private var idle: [CurlTransfer] = []
    /// Handles that only connect; each is used once.
    private var probes: [CurlTransfer] = []
    /// Work without a place yet, in order.
    private var waiting: [Submission] = []
    /// Exchanges that are over and whose tasks have not been told.
    private var over: [(submission: Submission, exchange: Evidence)] = []
    private let began = ContinuousClock.now
    private var pauses = PauseWatch()

    /// Prepares for the transfers of one multi handle.
    init(site: SiteAddress, settings: TransportSettings, multi: UnsafeMutableRawPointer?) {
        self.site = site
        self.settings = settings
        unsafe self.multi = multi
        connections = CurlConnections(isEncrypted: site.scheme == "https", settings: settings)
    }

    /// Takes new work and gives up what is to be given up.
    mutating func take(_ mail: Mail) {
        waiting += mail.submissions
        for id in mail.cancellations {
            if let index = waiting.firstIndex(where: { $0.id == id }) {
                waiting.remove(at: index).continuation.resume(returning: .neverStarted(.cancelled))
            } else if let transfer = (transfers + probes).first(where: { $0.submission?.id == id }) {
                finish(transfer, .cancelled)
            }
        }
    }

    /// Starts what has a place, moves all transfers on and finishes those that are done; false if it has more to do.
    mutating func turn() -> Bool {
        allowForPauses()
        startWaiting()
        var running: Int32 = 0
        guard unsafe curl_multi_perform(multi, &running) == CURLM_OK else {
            giveUpTransfers(.other)
            return waiting.isEmpty
        }
        var left: Int32 = 0
        var hasFinishedAny = false
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE,
                let transfer = unsafe CurlTransfer.owner(of: message.pointee.easy_handle)
            else { continue }
            let code = unsafe message.pointee.data.result
            if transfer.metRetiredConnection {
                unsafe _ = curl_multi_remove_handle(multi, transfer.easy)
                attach(transfer, isReady: transfer.prepareAgain())
            } else {
                finish(transfer, transfer.failure(for: code))
            }
            hasFinishedAny = true
        }
        return !hasFinishedAny || waiting.isEmpty
    }

    /// Tells the tasks whose exchanges are over, all at once: waking a thread for each would cost as much as its exchange.
    mutating func deliver() {
        for (submission, exchange) in over { submission.continuation.resume(returning: exchange) }
        over.removeAll(keepingCapacity: true)
    }

    /// Waits for a socket, a timer of libcurl's, a connection to look at or mail.
    func sleep() {
        let look = connections.nextLook.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
        let span = min(look ?? PauseWatch.interval, PauseWatch.interval)
        _ = unsafe curl_multi_poll(multi, nil, 0, Int32(span.wholeMilliseconds), nil)
    }

    /// Gives all exchanges as much longer as the process stood still: libcurl judges time-outs before it reads, and would give up
    /// rows whose answers have been waiting in their sockets.
    private mutating func allowForPauses() {
        guard let pause = pauses.look(at: began.duration(to: .now)) else { return }
        for transfer in transfers + probes where transfer.submission != nil { transfer.wait(longer: pause) }
    }

    /// Looks at connections that were watched for long enough.
    func lookAtConnections() {
        if connections.nextLook != nil { connections.look(at: .now) }
    }

    /// What was noticed of connections since the last call; nil if nothing was.
    func takeNews() -> UnaskedReply? { connections.takeNews() }

    /// Whether no answer that was given can be doubted any more; has idle connections watched until it is so.
    func isSettled() -> Bool {
        connections.retireIdle()
        return connections.isSettled
    }

    /// Closes what libcurl has left open, after it has.
    func closeConnections() { connections.closeAll() }

    /// Ends all work; nobody is left waiting, and no handle is left.
    mutating func giveUpEverything() {
        giveUpTransfers(.shutDown)
        for submission in waiting { submission.continuation.resume(returning: .neverStarted(.shutDown)) }
        waiting = []
        idle = []
        transfers = []
    }

    private mutating func giveUpTransfers(_ failure: Evidence.Failure) {
        for transfer in transfers + probes where transfer.submission != nil { finish(transfer, failure) }
    }

    private mutating func startWaiting() {
        var started = 0
        while started < waiting.count, start(waiting[started]) { started += 1 }
        waiting.removeFirst(started)
    }

    /// Gives work a place; false if there is none.
    private mutating func start(_ submission: Submission) -> Bool {
        guard let transfer = place(for: submission) else {
            guard hasRoom(for: submission) else { return false }
            submission.continuation.resume(returning: .neverStarted(.other))
            return true
        }
        attach(transfer, isReady: transfer.prepare(submission))
        return true
    }

    private mutating func attach(_ transfer: CurlTransfer, isReady: Bool) {
        guard isReady, unsafe curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            return finish(transfer, .other)
        }
    }

    private func hasRoom(for submission: Submission) -> Bool {
        submission.form == nil || !idle.isEmpty || transfers.count < max(1, settings.maxConnections)
    }

    private mutating func place(for submission: Submission) -> CurlTransfer? {
        guard hasRoom(for: submission) else { return nil }
        if submission.form != nil, let transfer = idle.popLast() { return transfer }
        let isProbe = submission.form == nil
        guard let transfer = CurlTransfer(site: site, settings: settings, connections: connections, isProbe: isProbe)
        else {
            return nil
        }
        if isProbe { probes.append(transfer) } else { transfers.append(transfer) }
        return transfer
    }

    private mutating func finish(_ transfer: CurlTransfer, _ failure: Evidence.Failure?) {
        guard let submission = transfer.submission else { return }
        let exchange = transfer.finish(failure)
        unsafe _ = curl_multi_remove_handle(multi, transfer.easy)
        transfer.rest()
        if submission.form == nil { probes.removeAll { $0 === transfer } } else { idle.append(transfer) }
        over.append((submission, exchange))
    }
}
