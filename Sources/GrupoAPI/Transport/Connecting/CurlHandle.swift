import CCurl
import Glibc

/// One connection that libcurl makes (name, TCP, proxy, TLS, certificate), and the bytes that go over it.
///
/// Only the files named `Curl…` call libcurl. Belongs to the driver's thread. The handle stays in its multi handle for as long as
/// the connection is used, as curl_easy_send demands: https://curl.se/libcurl/c/curl_easy_send.html
@safe final class CurlHandle {
    /// What reading came to.
    enum Reading {
        /// So many bytes.
        case bytes(Int)
        /// Nothing for now.
        case nothing
        /// The site gave notice that it sends no more.
        case end
        /// The connection cannot be read from.
        case broken
    }

    /// What writing came to.
    enum Writing {
        /// So many bytes were accepted.
        case accepted(Int)
        /// Nothing is accepted for now.
        case full
        /// The connection cannot be written to.
        case broken
    }

    /// For the multi interface.
    let easy: UnsafeMutableRawPointer
    private let settings: TransportSettings
    private let isEncrypted: Bool
    private let errorText: UnsafeMutablePointer<CChar>
    private var options: CurlOptions

    /// Prepares a connection to a site; nil if libcurl has no memory or refuses an option.
    init?(site: SiteAddress, settings: TransportSettings, share: UnsafeMutableRawPointer?) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe easy = handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.settings = settings
        isEncrypted = site.scheme == "https"
        unsafe options = CurlOptions(of: handle)
        unsafe options.reach(site, settings: settings, errorText: errorText)
        options.set(CURLOPT_CONNECT_ONLY, 1)
        unsafe options.set(CURLOPT_SHARE, share)
        guard options.failure == CURLE_OK else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe errorText.deallocate()
    }

    /// The object a handle belongs to is remembered with it.
    func setOwner(_ owner: UnsafeMutableRawPointer) { unsafe options.set(CURLOPT_PRIVATE, owner) }

    /// Gives the connection as much longer to be made.
    func connect(longer pause: Duration) { options.setTimeouts(settings, longer: pause) }

    /// libcurl's words for what went wrong last.
    var failureText: String { unsafe String(cString: errorText) }

    /// The socket of a connection that stands.
    var socket: Int32? {
        var socket: curl_socket_t = -1
        let isKnown = unsafe grupo_get_socket(easy, &socket) == CURLE_OK
        return isKnown && socket >= 0 ? socket : nil
    }

    /// Reads what is there, as much as fits.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        var count = 0
        switch unsafe curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count) {
        case CURLE_OK where count > 0: return .bytes(count)
        // Over TCP every end is one with notice.
        case CURLE_OK: return unsafe !isEncrypted || grupo_tls_end_was_noticed(easy) != 0 ? .end : .broken
        case CURLE_AGAIN: return .nothing
        default: return .broken
        }
    }

    /// Writes as much as is accepted.
    func write(_ bytes: UnsafeRawBufferPointer) -> Writing {
        var count = 0
        switch unsafe curl_easy_send(easy, bytes.baseAddress, bytes.count, &count) {
        case CURLE_OK: return count > 0 ? .accepted(count) : .full
        case CURLE_AGAIN: return .full
        default: return .broken
        }
    }
}
