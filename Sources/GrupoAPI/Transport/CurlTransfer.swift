import CCurl
import Digests
import Glibc

/// One reusable easy handle of libcurl: it sends one form at a time and notes what the exchange shows.
///
/// Only the files named `Curl…` call libcurl: what one transfer does, its form, its errors and the options of its handle, the
/// thread and the loop that drive all of them, what is known of their connections and where they are kept, and a plain GET
/// for inspection. A transfer belongs to the driver's thread, on which libcurl also calls back. The pointers given to libcurl stay valid because the handle dies with the
/// object.
@safe final class CurlTransfer {
    /// What is being sent, while it is.
    private(set) var submission: Submission?
    /// The handle, for the multi interface.
    let easy: UnsafeMutableRawPointer

    private let settings: TransportSettings
    private let connections: CurlConnections
    private let isEncrypted: Bool
    private let usesProxy: Bool
    private let errorText: UnsafeMutablePointer<CChar>
    private let form: CurlForm
    private var options: CurlOptions

    private var startedAt = ContinuousClock.now
    /// How long the process stood still since.
    private var paused: Duration = .zero
    private var reader: FormReader?
    private var reply: IncomingReply
    private var requestCount = 0
    private var connection: CurlConnection?
    /// Where the handle's connection stays between two requests.
    private var pool: CurlPool?
    /// The connection in it.
    private var kept: CurlConnection?
    /// Whether the exchange was stopped because its kept connection is not to be used again.
    private(set) var metRetiredConnection = false

    /// Prepares a handle for a site; nil if libcurl has no memory or lacks an option this client relies on.
    init?(site: SiteAddress, settings: TransportSettings, connections: CurlConnections, isProbe: Bool) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe easy = handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.settings = settings
        reply = IncomingReply(settings)
        self.connections = connections
        isEncrypted = site.scheme == "https"
        usesProxy = isEncrypted && !site.isLoopback && settings.proxy != nil
        unsafe form = CurlForm(of: handle)
        unsafe options = CurlOptions(of: handle)
        unsafe options.reach(site, settings: settings, errorText: errorText)
        unsafe options.set(CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque())
        if isProbe { options.set(CURLOPT_CONNECT_ONLY, 1) } else { setCallbacks() }
        guard options.failure == CURLE_OK else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe errorText.deallocate()
    }

    // MARK: - One exchange

    /// Makes the handle ready to send a submission; false if libcurl has no memory for it.
    func prepare(_ submission: Submission) -> Bool {
        self.submission = submission
        startedAt = .now
        if paused > .zero { setTimeouts(afterPause: .zero) }
        return begin(submission)
    }

    /// Gives the exchange as much longer as the process stood still and no answer could be read.
    func wait(longer pause: Duration) { setTimeouts(afterPause: paused + pause) }

    private func setTimeouts(afterPause pause: Duration) {
        paused = pause
        options.setTimeouts(settings, longer: pause)
    }

    /// Makes the handle ready for the same submission on a new connection; false if libcurl has no memory for it.
    ///
    /// For an exchange that met a connection that is not to be used again: nothing of it has left.
    func prepareAgain() -> Bool {
        guard let submission else { return false }
        leavePool()
        return begin(submission)
    }

    private func begin(_ submission: Submission) -> Bool {
        reply = IncomingReply(settings)
        requestCount = 0
        metRetiredConnection = false
        connection = nil
        reader = nil
        unsafe errorText.pointee = 0
        guard let message = submission.form else { return true }
        reader = form.put(message, closesConnection: connections.trust.isLost, &options)
        return choosePool() && options.failure == CURLE_OK
    }

    /// Ends the exchange that `prepare` began and tells what it showed; the handle is then free for another.
    ///
    /// Call it before the handle leaves the multi interface: only then does libcurl still know its counters.
    func finish(_ failure: Evidence.Failure?) -> Evidence {
        var exchange = Evidence()
        exchange.failure = failure
        if failure != nil { exchange.failureText = unsafe String(cString: errorText) }
        let status = number(CURLINFO_RESPONSE_CODE)
        if status >= 200 { exchange.status = status }
        exchange.location = reply.headers.location
        exchange.retryAfter = reply.headers.retryAfter
        exchange.isChallenge = reply.headers.isChallenge
        exchange.body = reply.body
        exchange.requestBegan = requestCount > 0
        exchange.isEncrypted = isEncrypted
        if let form = submission?.form {
            exchange.keyEndOffset = form.keyEndOffset
            exchange.handedOverByteCount = reader?.handedOverByteCount ?? (requestCount > 0 ? form.byteCount : 0)
            exchange.uploadedByteCount = offset(CURLINFO_SIZE_UPLOAD_T)
        }
        exchange.duration = ContinuousClock.now - startedAt - paused
        release(connection, after: exchange)
        if !reply.headers.retryAfter.isEmpty { exchange.endedAtSeconds = Int64(time(nil)) }
        submission = nil
        reader = nil
        reply = IncomingReply(settings)
        return exchange
    }

    /// Tells what the exchange means for its connection.
    ///
    /// A reply that makes the row be tried again is the last on its connection: whether it was the row's own is known
    /// before that.
    private func release(_ connection: CurlConnection?, after exchange: Evidence) {
        guard let connection else { return }
        let isWhole = exchange.uploadedByteCount == submission?.form?.byteCount
        connections.finished(
            connection, submission?.row, isComplete: exchange.failure == nil,
            isFinal: isFinal, saysClose: reply.headers.saysClose,
            mayClose: form.closesConnection || !reply.headers.keepsConnection || !isWhole, after: exchange.duration)
        self.connection = nil
        kept = connection
    }

    /// Leaves a connection that is not to be used again. Call it when the handle has left the multi interface.
    func rest() {
        if let kept, kept.isSpent || kept.isLeft { leavePool() }
    }

    /// Takes the connection of the last request if it may be used again, else a new one; false if libcurl has no memory.
    private func choosePool() -> Bool {
        if let kept, !connections.mayBeReused(kept) { leavePool() }
        guard pool == nil else { return true }
        pool = CurlPool()
        guard let pool else { return false }
        unsafe options.set(CURLOPT_SHARE, pool.share)
        return true
    }

    private func leavePool() {
        if let kept { connections.retire(kept) }
        kept = nil
        unsafe options.set(CURLOPT_SHARE, nil)
        pool = nil
    }

    /// Whether the reply is the last on its connection.
    private var isFinal: Bool {
        guard reply.headers.isModern, (200..<300).contains(number(CURLINFO_RESPONSE_CODE)) else { return true }
        return settings.restsAfterRefusal && reply.body.firstRange(of: "true".utf8) == nil
    }

    /// What libcurl's result means; nil if the reply is complete.
    func failure(for code: CURLcode) -> Evidence.Failure? {
        if requestCount > 1 { return .secondSendPrevented }
        if let fault = reader?.fault { return .localFile(fault) }
        if reply.isTooLarge { return .tooLarge }
        // Before the request begins, whoever refuses the connection or breaks it off is the proxy that was named.
        let isProxyFailure = [CURLE_COULDNT_CONNECT, CURLE_RECV_ERROR, CURLE_UNSUPPORTED_PROTOCOL].contains(code)
        if usesProxy, requestCount == 0, isProxyFailure { return .proxy }
        guard code == CURLE_OK else { return Evidence.Failure(code) }
        return submission?.form == nil || number(CURLINFO_RESPONSE_CODE) >= 200 ? nil : .malformed
    }

    // MARK: - Called by libcurl

    /// The guard: libcurl sends a request again, without a word, when a reused connection dies before any reply. And
    /// it takes what comes on a reused connection for the reply, whoever that was for.
    ///
    /// No POST may be sent again automatically (RFC 9110, 9.2.2). libcurl calls this before every request, the second of one transfer
    /// too: https://curl.se/libcurl/c/CURLOPT_PREREQFUNCTION.html
    func mayBeginRequest(localPort: Int32) -> Bool {
        if requestCount == 0 {
            let (isAdmitted, connection) = connections.admit(localPort: localPort, from: pool)
            self.connection = connection
            metRetiredConnection = !isAdmitted
            guard isAdmitted else { return false }
        }
        requestCount += 1
        return requestCount == 1
    }

    /// A line of the reply's head came; false ends the transfer.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        reply.takeHeader(unsafe line.bindMemory(to: UInt8.self).span)
    }

    /// A piece of the reply's body came; false ends the transfer.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool { unsafe reply.takeBody(bytes) }

    /// Fills the buffer with the form's next bytes; nil withholds the rest of the form.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        var filled = 0
        while filled < buffer.count {
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            switch reader?.next(room: room.count) ?? .end {
            case .copy(let bytes):
                unsafe room.copyBytes(from: bytes)
                filled += bytes.count
            case .read(let file, let offset, let count):
                let got = unsafe pread(file.descriptor, room.baseAddress, min(count, room.count), off_t(offset))
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: room[..<max(0, got)])
                let span = unsafe bytes.bindMemory(to: UInt8.self).span
                filled += reader?.fileGave(got < 0 ? nil : span) ?? 0
            case .end:
                return filled
            case .stop:
                return nil
            }
        }
        return filled
    }

    // MARK: - Options

    private func setCallbacks() {
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        options.note(unsafe connections.watch(easy))
        options.note(unsafe grupo_set_request_callback(easy, curlMayBeginRequest))
        unsafe options.set(CURLOPT_PREREQDATA, this)
        unsafe options.receive(CURLOPT_HEADERFUNCTION, curlGaveHeader, CURLOPT_HEADERDATA, this)
        unsafe options.receive(CURLOPT_WRITEFUNCTION, curlGaveBody, CURLOPT_WRITEDATA, this)
        options.note(unsafe grupo_set_read_callback(easy, curlAsksForBytes))
        unsafe options.set(CURLOPT_READDATA, this)
    }
}
