import CCurl
import Glibc

/// One plain GET through libcurl, on the caller's thread, with the connection made just as for messages.
@safe final class CurlInspection {
    private static let bodyCap = 65_536

    private let easy: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var found = SiteInspection()
    private var body: [UInt8] = []

    /// Prepares a handle; nil if libcurl has no memory, or refuses an option such as the file of certificates.
    init?(site: SiteAddress, settings: TransportSettings) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe easy = handle
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        var options = unsafe CurlOptions(of: handle)
        unsafe options.reach(site, settings: settings, errorText: errorText)
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe options.receive(CURLOPT_HEADERFUNCTION, inspectionGaveHeader, CURLOPT_HEADERDATA, this)
        unsafe options.receive(CURLOPT_WRITEFUNCTION, inspectionGaveBody, CURLOPT_WRITEDATA, this)
        guard options.failure == CURLE_OK else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe errorText.deallocate()
    }

    /// Makes the request and tells what it showed.
    func run() -> SiteInspection {
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
        case _ where code.isTLSFailure: .tls
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
