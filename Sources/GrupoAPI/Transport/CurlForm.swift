import CCurl

/// Puts one form after the other on a handle: the header lines that go with it, and its body.
///
/// Belongs to the handle's owner, which must clean the handle up first: libcurl keeps pointing at the lines.
@safe final class CurlForm {
    /// Whether the lines ask the site to end the connection.
    private(set) var closesConnection = false
    private let easy: UnsafeMutableRawPointer
    private var boundary: FormBoundary?
    private var lines: UnsafeMutablePointer<curl_slist>?

    init(of easy: UnsafeMutableRawPointer) { unsafe self.easy = easy }

    deinit { unsafe curl_slist_free_all(lines) }

    /// Puts a form on the handle and returns what reads it, nil for a small one.
    ///
    /// A small form is handed over whole; libcurl copies it (https://curl.se/libcurl/c/CURLOPT_COPYPOSTFIELDS.html) and sends it
    /// with the head in one system call.
    func put(_ form: MessageForm, closesConnection closes: Bool, _ options: inout CurlOptions) -> FormReader? {
        if form.boundary != boundary || closes != closesConnection {
            setLines(form.boundary, closes: closes, &options)
        }
        options.set(CURLOPT_FORBID_REUSE, closes ? 1 : 0)
        options.set(CURLOPT_POST, 1)
        options.note(unsafe grupo_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(form.byteCount)))
        guard form.isWhole else {
            options.note(unsafe grupo_set_pointer(easy, CURLOPT_POSTFIELDS, nil))
            return FormReader(form)
        }
        options.note(
            unsafe form.rest.withUnsafeBytes { bytes in
                let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                return unsafe grupo_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, start)
            })
        return nil
    }

    private func setLines(_ boundary: FormBoundary, closes: Bool, _ options: inout CurlOptions) {
        var new: UnsafeMutablePointer<curl_slist>?
        let own = ["Content-Type: multipart/form-data; boundary=" + boundary.text, "Expect:"]
        for line in own + (closes ? ["Connection: close"] : []) {
            guard let longer = unsafe curl_slist_append(new, line) else {
                unsafe curl_slist_free_all(new)
                return options.note(CURLE_OUT_OF_MEMORY)
            }
            unsafe new = longer
        }
        options.note(unsafe grupo_set_list(easy, CURLOPT_HTTPHEADER, new))
        unsafe curl_slist_free_all(lines)
        unsafe lines = new
        self.boundary = boundary
        closesConnection = closes
    }
}
