import CCurl
import Glibc

/// One plain GET through libcurl, on the caller's thread, with the connection made just as for messages.
@safe final class CurlInspection {
    private static let bodyCap = 65_536

    private let easy: UnsafeMutableRawPointer?
    private let errorText: UnsafeMutablePointer<CChar>
    private var found = SiteInspection()
    private var body: [UInt8] = []

    init(site: SiteAddress, settings: TransportSettings) {
        unsafe easy = unsafe curl_easy_init()
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_URL, site.endpoint)
        unsafe _ = grupo_set_web_only(easy)
        for (option, value) in [
            (CURLOPT_PATH_AS_IS, 1), (CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1), (CURLOPT_FOLLOWLOCATION, 0),
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_TIMEOUT_MS, settings.timeout.wholeMilliseconds),
            (CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.wholeMilliseconds), (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
        ] { unsafe _ = grupo_set_long(easy, option, value) }
        set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        set(CURLOPT_USERAGENT, settings.userAgentWithoutControls)
        if let caFile = settings.caFile { set(CURLOPT_CAINFO, caFile) }
        if site.isLoopback || site.scheme == "http" {
            set(CURLOPT_PROXY, "")
        } else if let proxy = settings.proxy {
            set(CURLOPT_PROXY, proxy)
        }
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = grupo_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        unsafe _ = grupo_set_write_callback(easy, CURLOPT_HEADERFUNCTION, inspectionGaveHeader)
        unsafe _ = grupo_set_pointer(easy, CURLOPT_HEADERDATA, this)
        unsafe _ = grupo_set_write_callback(easy, CURLOPT_WRITEFUNCTION, inspectionGaveBody)
        unsafe _ = grupo_set_pointer(easy, CURLOPT_WRITEDATA, this)
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe errorText.deallocate()
    }

    /// Makes the request and tells what it showed.
    func run() -> SiteInspection {
        guard unsafe easy != nil else { return found }
        let code = unsafe curl_easy_perform(easy)
        let isCut = code == CURLE_WRITE_ERROR && body.count >= Self.bodyCap
        found.nameMilliseconds = milliseconds(CURLINFO_NAMELOOKUP_TIME_T)
        found.connectMilliseconds = milliseconds(CURLINFO_CONNECT_TIME_T)
        found.tlsMilliseconds = milliseconds(CURLINFO_APPCONNECT_TIME_T)
        found.totalMilliseconds = milliseconds(CURLINFO_TOTAL_TIME_T)
        found.remoteAddress = text(CURLINFO_PRIMARY_IP)
        found.stage = code == CURLE_OK || isCut ? .complete : stage(of: code)
        if found.stage != .complete { found.failureText = unsafe String(cString: errorText) }
        if case .object = ReplyBody(body) { found.isJSONObject = true }
        return found
    }

    private func stage(of code: CURLcode) -> SiteInspection.Stage {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .name
        case CURLE_COULDNT_CONNECT, CURLE_PROXY: .connection
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED:
            .tls
        default:
            // A time-out can strike at any stage.
            found.status > 0 || found.connectMilliseconds > 0
                ? .reply : found.nameMilliseconds > 0 ? .connection : .name
        }
    }

    fileprivate func takeHeader(_ line: UnsafeRawBufferPointer) {
        let text = unsafe String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            found.status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            found.localSeconds = Int64(time(nil))
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return }
        let value = String(text[text.index(after: colon)...].drop { $0 == " " }.prefix { !$0.isNewline })
        switch text[..<colon].lowercased() {
        case "location": found.location = value
        case "date": found.siteSeconds = RetryAfter.date(value)
        case "cf-mitigated": found.isChallenge = value.lowercased() == "challenge"
        default: break
        }
    }

    /// False ends the transfer: enough is known.
    fileprivate func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        unsafe body.append(contentsOf: bytes)
        return body.count < Self.bodyCap
    }

    private func set(_ option: CURLoption, _ value: String) { unsafe _ = grupo_set_text(easy, option, value) }

    private func milliseconds(_ info: CURLINFO) -> Double {
        var value: curl_off_t = 0
        return unsafe grupo_get_offset(easy, info, &value) == CURLE_OK ? Double(value) / 1_000 : 0
    }

    private func text(_ info: CURLINFO) -> String {
        var value: UnsafeMutableRawPointer?
        guard unsafe grupo_get_pointer(easy, info, &value) == CURLE_OK, let value = unsafe value else { return "" }
        return unsafe String(cString: value.assumingMemoryBound(to: CChar.self))
    }
}

private func inspection(_ this: UnsafeMutableRawPointer?) -> CurlInspection? {
    unsafe this.map { unsafe Unmanaged<CurlInspection>.fromOpaque($0).takeUnretainedValue() }
}

private func inspectionGaveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ this: UnsafeMutableRawPointer?
) -> Int {
    unsafe inspection(this)?.takeHeader(unsafe UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private func inspectionGaveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ this: UnsafeMutableRawPointer?
) -> Int {
    let goesOn = unsafe inspection(this)?.takeBody(unsafe UnsafeRawBufferPointer(start: bytes, count: size * count))
    return goesOn == true ? size * count : 0
}
