import CCurl

/// What libcurl counts of a handle's last exchange; 0 for what it does not know.
extension CurlTransfer {
    /// A number.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe grupo_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }

    /// A number of bytes.
    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return unsafe grupo_get_offset(easy, info, &value) == CURLE_OK ? Int64(value) : 0
    }
}
