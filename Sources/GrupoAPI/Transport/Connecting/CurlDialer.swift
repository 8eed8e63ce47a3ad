import CCurl
import Glibc

/// Has libcurl make connections, through its multi interface and the loop's own poller.
///
/// Belongs to the driver's thread, on which libcurl also calls back.
@safe final class CurlDialer {
    /// The names of libcurl's sockets in the poller have this bit.
    static let nameBit: UInt64 = 1 << 62

    private let site: SiteAddress
    private let settings: TransportSettings
    private let poller: Poller
    private let multi: UnsafeMutableRawPointer
    /// What all handles share: sessions of TLS, which spare later connections a part of the handshake.
    private let share: UnsafeMutableRawPointer?
    private var polled: Set<Int32> = []
    /// When libcurl wants to be called; nil if it waits for sockets only.
    private(set) var nextCall: ContinuousClock.Instant?

    /// `curl_global_init`, once a process.
    private static let isLibcurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Prepares for connections to a site; nil if libcurl has no memory.
    init?(site: SiteAddress, settings: TransportSettings, poller: Poller) {
        guard Self.isLibcurlReady, let multi = unsafe curl_multi_init() else { return nil }
        unsafe self.multi = multi
        self.site = site
        self.settings = settings
        self.poller = poller
        unsafe share = curl_share_init()
        unsafe _ = grupo_share_tls_sessions(share)
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        // libcurl is never to close one of our connections because there are many.
        unsafe _ = grupo_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1_000_000)
        unsafe _ = grupo_multi_set_socket_callback(multi, curlWatchesSocket)
        unsafe _ = grupo_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, this)
        unsafe _ = grupo_multi_set_timer_callback(multi, curlSetsTimer)
        unsafe _ = grupo_multi_set_pointer(multi, CURLMOPT_TIMERDATA, this)
    }

    deinit {
        unsafe _ = curl_multi_cleanup(multi)
        unsafe _ = curl_share_cleanup(share)
    }

    /// Begins a connection; nil if libcurl has no memory or refuses an option.
    func dial(owner: UnsafeMutableRawPointer) -> CurlHandle? {
        guard let handle = unsafe CurlHandle(site: site, settings: settings, share: share) else { return nil }
        unsafe handle.setOwner(owner)
        guard unsafe curl_multi_add_handle(multi, handle.easy) == CURLM_OK else { return nil }
        return handle
    }

    /// Closes a connection, or makes it no more.
    func hangUp(_ handle: CurlHandle) { unsafe _ = curl_multi_remove_handle(multi, handle.easy) }

    /// Something happened to one of libcurl's sockets.
    func socketIsReady(_ name: UInt64, isReadable: Bool, isWritable: Bool) {
        let what = (isReadable ? CURL_CSELECT_IN : 0) | (isWritable ? CURL_CSELECT_OUT : 0)
        var running: Int32 = 0
        unsafe _ = curl_multi_socket_action(
            multi, Int32(truncatingIfNeeded: name & ~Self.nameBit), Int32(what), &running)
    }

    /// Calls libcurl if it wants to be called by now.
    func callIfDue(at now: ContinuousClock.Instant) {
        guard let nextCall, nextCall <= now else { return }
        self.nextCall = nil
        var running: Int32 = 0
        unsafe _ = curl_multi_socket_action(multi, CURL_SOCKET_BAD, 0, &running)
    }

    /// The next connection that stands, or failed: its owner, and why it failed.
    func nextResult() -> (owner: UnsafeMutableRawPointer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            var owner: UnsafeMutableRawPointer?
            let code = unsafe message.pointee.data.result
            unsafe _ = grupo_get_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &owner)
            if let owner = unsafe owner { return unsafe (owner, code) }
        }
        return nil
    }

    // MARK: - Called by libcurl

    fileprivate func watch(_ socket: Int32, _ what: Int32) {
        let name = Self.nameBit | UInt64(socket)
        guard what != CURL_POLL_REMOVE else {
            if polled.remove(socket) != nil { poller.remove(socket) }
            return
        }
        let forReading = what & CURL_POLL_IN != 0
        let forWriting = what & CURL_POLL_OUT != 0
        if polled.insert(socket).inserted {
            poller.add(socket, name, forReading: forReading, forWriting: forWriting)
        } else {
            poller.change(socket, name, forReading: forReading, forWriting: forWriting)
        }
    }

    fileprivate func setTimer(_ milliseconds: Int) {
        nextCall = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }
}

private func dialer(_ this: UnsafeMutableRawPointer?) -> CurlDialer? {
    unsafe this.map { unsafe Unmanaged<CurlDialer>.fromOpaque($0).takeUnretainedValue() }
}

private func curlWatchesSocket(
    _: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ what: Int32, _ this: UnsafeMutableRawPointer?,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    unsafe dialer(this)?.watch(socket, what)
    return 0
}

private func curlSetsTimer(_: UnsafeMutableRawPointer?, _ milliseconds: Int, _ this: UnsafeMutableRawPointer?) -> Int32
{
    unsafe dialer(this)?.setTimer(milliseconds)
    return 0
}
