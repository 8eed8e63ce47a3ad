import CCurl

// The functions libcurl calls during a transfer, on the driver's thread. Each hands on to the transfer it is about.

extension CurlTransfer {
    /// The transfer a handle belongs to.
    static func owner(of easy: UnsafeMutableRawPointer?) -> CurlTransfer? {
        var pointer: UnsafeMutableRawPointer?
        guard unsafe grupo_get_pointer(easy, CURLINFO_PRIVATE, &pointer) == CURLE_OK else { return nil }
        return unsafe curlTransfer(pointer)
    }
}

/// The transfer that libcurl was given as `this`.
func curlTransfer(_ this: UnsafeMutableRawPointer?) -> CurlTransfer? {
    unsafe this.map { unsafe Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}

/// Before every request: whether it may begin.
func curlMayBeginRequest(
    _ this: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: Int32,
    _ localPort: Int32
) -> Int32 {
    unsafe curlTransfer(this)?.mayBeginRequest(localPort: localPort) == true
        ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

/// A line of the reply's head; anything but its length ends the transfer.
func curlGaveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ this: UnsafeMutableRawPointer?
) -> Int {
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe curlTransfer(this)?.takeHeader(line) == true ? size * count : -1
}

/// A piece of the reply's body; anything but its length ends the transfer.
func curlGaveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ this: UnsafeMutableRawPointer?
) -> Int {
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe curlTransfer(this)?.takeBody(piece) == true ? size * count : -1
}

/// Room for the form's next bytes; how many were put there.
func curlAsksForBytes(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ this: UnsafeMutableRawPointer?
) -> Int {
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
    return unsafe curlTransfer(this)?.fill(buffer) ?? Int(CURL_READFUNC_ABORT)
}
