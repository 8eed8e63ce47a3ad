import CCurl
import Glibc

/// Sets options of one easy handle and keeps the first that libcurl refused.
///
/// Belongs to the handle's owner, which must outlive it.
@safe struct CurlOptions {
    private let easy: UnsafeMutableRawPointer
    /// What libcurl said to the first option it refused.
    private(set) var failure = CURLE_OK

    init(of easy: UnsafeMutableRawPointer) { unsafe self.easy = easy }

    /// Sets how the site is reached: address, protocol, TLS, proxy, time-outs. No request is followed anywhere else.
    mutating func reach(_ site: SiteAddress, settings: TransportSettings, errorText: UnsafeMutablePointer<CChar>) {
        set(CURLOPT_URL, site.endpoint)
        note(unsafe grupo_set_web_only(easy))
        note(unsafe grupo_set_quick_exit(easy))
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        set(CURLOPT_USERAGENT, settings.userAgentWithoutControls)
        setTimeouts(settings)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        trust(settings.caFile)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if site.isLoopback || site.scheme == "http" {
            set(CURLOPT_PROXY, "")
        } else if let proxy = settings.proxy {
            set(CURLOPT_PROXY, proxy)
        }
        note(unsafe grupo_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
    }

    /// Trusts the certificates of a file, else those of the system's. Beside a file no folder is asked: it would be trusted as well
    /// (https://curl.se/libcurl/c/CURLOPT_CAPATH.html), and libcurl would read the file anew for every connection, which takes
    /// 15 ms for the system's (https://curl.se/libcurl/c/CURLOPT_CA_CACHE_TIMEOUT.html).
    private mutating func trust(_ file: String?) {
        if let file { set(CURLOPT_CAINFO, file) }
        guard unsafe file != nil || grupo_trusted_file(easy).map({ unsafe access($0, R_OK) == 0 }) ?? false else {
            return
        }
        unsafe set(CURLOPT_CAPATH, nil)
    }

    /// Sets how long an exchange may take, from its start; libcurl heeds a change while it is under way, whenever it looks.
    mutating func setTimeouts(_ settings: TransportSettings, longer: Duration = .zero) {
        // libcurl takes no more milliseconds than an Int32 holds: 24 days.
        let pause = Int(min(longer, .seconds(20 * 86_400)) / .milliseconds(1))
        set(CURLOPT_TIMEOUT_MS, settings.timeout.wholeMilliseconds + pause)
        set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.wholeMilliseconds + pause)
    }

    mutating func set(_ option: CURLoption, _ value: Int) { note(unsafe grupo_set_long(easy, option, value)) }

    mutating func set(_ option: CURLoption, _ value: String) { note(unsafe grupo_set_text(easy, option, value)) }

    mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        note(unsafe grupo_set_pointer(easy, option, value))
    }

    /// Where headers or the body go, and the object that is handed over with them.
    mutating func receive(
        _ function: CURLoption, _ callback: @escaping curl_write_callback, _ data: CURLoption,
        _ object: UnsafeMutableRawPointer
    ) {
        note(unsafe grupo_set_write_callback(easy, function, callback))
        unsafe set(data, object)
    }

    /// Takes note of what libcurl said to an option.
    mutating func note(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }
}
