/// The lines of HTTP/1.1 that go before a form.
struct RequestHead: Sendable {
    private let beginning: [UInt8]

    /// Prepares what is the same for every message to a site.
    ///
    /// No packing is asked for, because replies are tiny, and no `Expect`, because it costs a round trip.
    init(_ site: SiteAddress, userAgent: String) {
        let lines = [
            "POST \(site.path)/api_request/ HTTP/1.1", "Host: \(site.authority)", "User-Agent: \(userAgent)",
            "Accept: */*",
            "Accept-Encoding: identity", "Content-Type: multipart/form-data; boundary=",
        ]
        beginning = Array(lines.joined(separator: "\r\n").utf8)
    }

    /// The lines for a form, with the empty one behind them.
    func bytes(for form: MessageForm, closesConnection: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(beginning.count + 120 + (form.file == nil ? form.rest.count : form.lead.count))
        bytes += beginning
        bytes += form.boundary.text.utf8
        bytes += "\r\nContent-Length: ".utf8
        bytes += String(form.byteCount).utf8
        bytes += (closesConnection ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n").utf8
        return bytes
    }
}
