import Foundation

/// Where a page is served: `127.0.0.1:0`, `localhost:8080`, `[::1]:8080`.
struct PagePlace: WrittenValue {
    static let writtenForm = "a place is written 127.0.0.1:0, with a port from 0 (a free one) to 65535, or [::1]:8080."

    let host: String
    let port: UInt16

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...]),
            argument[argument.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let host = argument[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            self.host = String(host.dropFirst().dropLast())
        } else if !host.isEmpty, !host.contains(":") {
            self.host = String(host)
        } else {
            return nil
        }
        self.port = port
    }
}
