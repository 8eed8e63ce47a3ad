import CCurl

/// Where libcurl keeps one connection between two requests of one handle.
///
/// With a pool for each, it is known beforehand which connection a request will use, and one that is only watched stays open and
/// is met by nobody. Its connection is closed with the last reference. Belongs to the driver's thread.
@safe final class CurlPool {
    /// What `CURLOPT_SHARE` takes: https://curl.se/libcurl/c/curl_share_setopt.html
    let share: UnsafeMutableRawPointer

    /// Makes an empty pool; nil if libcurl has no memory.
    init?() {
        guard let share = unsafe curl_share_init() else { return nil }
        unsafe self.share = share
        guard unsafe grupo_share_connections(share) == CURLSHE_OK else { return nil }
    }

    deinit { _ = unsafe curl_share_cleanup(share) }
}
