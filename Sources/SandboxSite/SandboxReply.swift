import FlyingFox
import Foundation

/// What the sandbox answers.
enum SandboxReply {
    /// The verdict on a message, in the API's own words.
    static func json(_ refusal: SandboxRefusal?) -> HTTPResponse {
        // The texts are the sandbox's own constants, which need no escaping.
        let text =
            if let refusal {
                #"{"success":false,"error_message":"\#(refusal.message)","error_key":"\#(refusal.rawValue)"}"#
            } else {
                #"{"success":true}"#
            }
        return HTTPResponse(
            statusCode: .ok, headers: [.contentType: "application/json; charset=utf-8"], body: Data(text.utf8))
    }

    /// The way to the address with a slash at its end, as nginx shows it.
    static func redirect(to location: String) -> HTTPResponse {
        var response = page(.movedPermanently)
        response.headers[.location] = location
        return response
    }

    /// A page for people that says no more than the status.
    static func page(_ status: HTTPStatusCode) -> HTTPResponse {
        let title = "\(status.code) \(status.phrase)"
        let text = "<!doctype html>\n<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
        return HTTPResponse(
            statusCode: status, headers: [.contentType: "text/html; charset=utf-8"], body: Data(text.utf8))
    }
}
