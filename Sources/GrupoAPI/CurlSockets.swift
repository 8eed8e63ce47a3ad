import CCurl
import Glibc

/// The sockets of a client's connections, and whether a kept one can still be trusted.
///
/// An idle connection has nothing to say. Bytes that wait on it are a reply nobody asked for, which libcurl 7.88
/// would take for the reply to the next message, or the sign that the site is closing it. Belongs to the driver's
/// thread.
@safe final class CurlSockets {
    private var unused: Set<Int32> = []
    private var used: [Int32: Int32] = [:]

    /// Makes a handle open and close its connections through this object, which must outlive them.
    func watch(_ easy: UnsafeMutableRawPointer) -> CURLcode {
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        for code in unsafe [
            grupo_set_open_callback(easy, curlOpensSocket), grupo_set_pointer(easy, CURLOPT_OPENSOCKETDATA, this),
            grupo_set_close_callback(easy, curlClosesSocket), grupo_set_pointer(easy, CURLOPT_CLOSESOCKETDATA, this),
        ] where code != CURLE_OK { return code }
        return CURLE_OK
    }

    /// Whether something waits on the connection from a local port although it was used before and nothing was asked.
    func isStale(localPort: Int32) -> Bool {
        guard let descriptor = used[localPort] else {
            if let descriptor = unused.first(where: { Self.localPort(of: $0) == localPort }) {
                unused.remove(descriptor)
                used[localPort] = descriptor
            }
            return false
        }
        var byte: UInt8 = 0
        let waiting = unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return waiting >= 0 || (errno != EAGAIN && errno != EINTR)
    }

    fileprivate func open(_ address: curl_sockaddr) -> Int32 {
        let descriptor = socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        if descriptor >= 0 { unused.insert(descriptor) }
        return descriptor
    }

    fileprivate func close(_ descriptor: Int32) -> Int32 {
        if unused.remove(descriptor) == nil, let place = used.firstIndex(where: { $0.value == descriptor }) {
            used.remove(at: place)
        }
        return Glibc.close(descriptor)
    }

    private static func localPort(of descriptor: Int32) -> Int32 {
        // The port stands at the same place in addresses of IPv4 and IPv6.
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let status = unsafe withUnsafeMutableBytes(of: &address) { bytes in
            unsafe getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        return status == 0 ? Int32(UInt16(bigEndian: address.sin6_port)) : -1
    }
}

private func sockets(_ this: UnsafeMutableRawPointer?) -> CurlSockets? {
    unsafe this.map { unsafe Unmanaged<CurlSockets>.fromOpaque($0).takeUnretainedValue() }
}

private func curlOpensSocket(
    _ this: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let sockets = unsafe sockets(this), let address = unsafe address else { return CURL_SOCKET_BAD }
    return sockets.open(unsafe address.pointee)
}

private func curlClosesSocket(_ this: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t) -> Int32 {
    unsafe sockets(this)?.close(descriptor) ?? -1
}
