import Testing

@testable import Manifests

@Suite("gif_url takes https on the API's three sites and nothing that looks like them")
struct GIFAddressTests {
    @Test(
        arguments: [
            "https://tenor.com/view/x-1", "https://media.tenor.com/a.gif", "https://giphy.com", "HTTPS://GIPHY.COM/x",
            "https://media1.giphy.com/media/a/giphy.gif?cid=1&b=%20#x", "https://thumbs.gfycat.com/A-b.gif",
            "https://giphy.com/" + String(repeating: "a", count: 2_048 - 18),
        ])
    func accepted(address: String) {
        let isAccepted = GIFAddress.isAccepted(address.utf8.span)
        #expect(isAccepted)
    }

    @Test(
        arguments: [
            "", " ", "tenor.com/x.gif", "http://tenor.com/x.gif", "https://", "https:///tenor.com",
            "javascript:alert(1)",
            "data:image/gif;base64,R0lGOD", "file:///etc/passwd", "https://eviltenor.com/x",
            "https://tenor.com.evil.org/x",
            "https://tenor.com@evil.org/", "https://user@tenor.com/", "https://evil.org#tenor.com",
            "https://evil.org/https://tenor.com", "https://evil.org\\.tenor.com/", "https://tenor.com:8443/x",
            "https://tenor.com:443/x", "https://tenor.com./x", "https://.tenor.com/x", "https://a..tenor.com/x",
            "https://tenor.com/a b", "https://tenor.com/\n", "https://tenor.com/é", "https://tén0r.com/",
            "https://tenor.com\u{0}.evil.org", " https://tenor.com/x", "https://tenor.com/x ",
            "https://[::1]/tenor.com",
            "https://tenor.com%2eevil.org/", "https://giphy.com/" + String(repeating: "a", count: 2_049 - 18),
        ])
    func refused(address: String) {
        let isAccepted = GIFAddress.isAccepted(address.utf8.span)
        #expect(!isAccepted)
    }
}
