import Testing

@testable import GrupoAPI

@Suite("A site's address")
struct SiteAddressTests {
    @Test(
        "is brought into one form",
        arguments: [
            ("https://chat.example.com", "https://chat.example.com"),
            ("https://chat.example.com/", "https://chat.example.com"),
            ("https://chat.example.com///", "https://chat.example.com"),
            ("HTTPS://Chat.EXAMPLE.com", "https://chat.example.com"),
            ("https://chat.example.com.", "https://chat.example.com"),
            ("https://chat.example.com:443", "https://chat.example.com"),
            ("https://chat.example.com:8443/", "https://chat.example.com:8443"),
            ("https://chat.example.com/Grupo", "https://chat.example.com/Grupo"),
            ("https://chat.example.com/a/b/", "https://chat.example.com/a/b"),
            ("https://chat.example.com/api_request/", "https://chat.example.com"),
            ("https://chat.example.com/api_request", "https://chat.example.com"),
            ("https://chat.example.com/chat/api_request//", "https://chat.example.com/chat"),
            ("https://chat.example.com/my_api_request", "https://chat.example.com/my_api_request"),
            ("https://chat.example.com/%c3%a4", "https://chat.example.com/%C3%A4"),
            ("https://chat.example.com/~me/a;b=c,d", "https://chat.example.com/~me/a;b=c,d"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("https://under_score.example", "https://under_score.example"),
            ("https://192.0.2.7", "https://192.0.2.7"),
            ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
            ("https://[2001:db8:0:0:0:0:0:1]:8443/x", "https://[2001:db8::1]:8443/x"),
            ("https://[::ffff:192.0.2.1]", "https://[::ffff:c000:201]"),
            ("https://[1:0:0:2:0:0:0:3]", "https://[1:0:0:2::3]"),
            ("https://[::]", "https://[::]"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://chat.localhost", "http://chat.localhost"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://127.9.9.9/", "http://127.9.9.9"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ])
    func canonical(text: String, canonical: String) throws {
        let site = try SiteAddress(text, allowHTTP: false)
        #expect(site.canonical == canonical)
        #expect(site.endpoint == canonical + "/api_request/")
        #expect(try SiteAddress(site.canonical, allowHTTP: false) == site)
        #expect(try SiteAddress(site.endpoint, allowHTTP: false) == site)
    }

    @Test(
        "is refused, with the reason, where it could be read in two ways or is unsafe",
        arguments: [
            ("", SiteAddressFault.empty),
            (" https://a.example", .blankOrControl), ("https://a.example ", .blankOrControl),
            ("https://a.example\r\nX: y", .blankOrControl), ("https://a.example/\0", .blankOrControl),
            ("https://a.example/\u{200B}", .blankOrControl), ("https://a.exam\tple", .blankOrControl),
            ("chat.example.com", .noScheme), ("//chat.example.com", .noScheme), ("https:/a.example", .noScheme),
            ("https:a.example", .noScheme), ("://a.example", .noScheme),
            ("ftp://a.example", .unsupportedScheme), ("unix:///run/x.sock", .unsupportedScheme),
            ("file:///etc/passwd", .unsupportedScheme), ("httpss://a.example", .unsupportedScheme),
            ("http://chat.example.com", .httpNotAllowed), ("http://128.0.0.1", .httpNotAllowed),
            ("http://localhost.example", .httpNotAllowed), ("http://127.0.0.1.example", .httpNotAllowed),
            ("https://me@a.example", .userInfo), ("https://me:secret@a.example", .userInfo),
            ("https://a.example?x=1", .query), ("https://a.example/?", .query),
            ("https://a.example#x", .fragment), ("https://a.example/#", .fragment),
            ("https://", .noHost), ("https:///path", .noHost), ("https://:443", .noHost),
            ("https://bücher.example", .hostNotASCII), ("https://а.example", .hostNotASCII),
            ("https://-a.example", .badHost), ("https://a-.example", .badHost), ("https://a..example", .badHost),
            ("https://.example", .badHost), ("https://a%2e.example", .badHost), ("https://a\\b.example", .badHost),
            ("https://" + String(repeating: "a", count: 64) + ".example", .badHost),
            ("https://127.1", .badHost), ("https://2130706433", .badHost), ("https://0x7f000001", .badHost),
            ("https://192.0.2.256", .badHost), ("https://192.0.2.01", .badHost), ("https://1.2.3.4.5", .badHost),
            ("https://[::1", .badHost), ("https://[::1]x", .badHost), ("https://[1::2::3]", .badHost),
            ("https://[fe80::1%25eth0]", .badHost), ("https://[1:2:3]", .badHost), ("https://[:::]", .badHost),
            ("https://[1.2.3.4::]", .badHost), ("https://[12345::]", .badHost), ("https://[]", .badHost),
            ("https://a.example:", .badPort), ("https://a.example:0", .badPort), ("https://a.example:65536", .badPort),
            ("https://a.example:x", .badPort), ("https://a.example:+1", .badPort), ("https://a.example:1:2", .badPort),
            ("https://a.example/../x", .badPath), ("https://a.example/./x", .badPath),
            ("https://a.example/%2e%2E/x", .badPath), ("https://a.example/a\\b", .badPath),
            ("https://a.example/ä", .badPath), ("https://a.example/%", .badPath), ("https://a.example/%4", .badPath),
            ("https://a.example/%zz", .badPath), ("https://a.example/<x>", .badPath),
        ])
    func refused(text: String, fault: SiteAddressFault) {
        #expect(throws: fault) { try SiteAddress(text, allowHTTP: false) }
        #expect(!fault.description.isEmpty)
    }

    @Test("may use plain http only where that is allowed")
    func plainHTTP() throws {
        #expect(
            try SiteAddress("http://chat.example.com/", allowHTTP: true).endpoint
                == "http://chat.example.com/api_request/")
        #expect(throws: SiteAddressFault.httpNotAllowed) {
            try SiteAddress("http://chat.example.com/", allowHTTP: false)
        }
    }

    @Test(
        "knows this machine",
        arguments: [
            ("https://localhost", true), ("https://a.b.localhost", true), ("https://127.0.0.1", true),
            ("https://127.255.0.3", true), ("https://[::1]", true), ("https://127.example.com", false),
            ("https://notlocalhost", false), ("https://10.0.0.1", false), ("https://[::2]", false),
        ])
    func loopback(text: String, isLoopback: Bool) throws {
        #expect(try SiteAddress(text, allowHTTP: false).isLoopback == isLoopback)
    }

    @Test(
        "names its files and its identity",
        arguments: [
            ("https://chat.example.com", "chat.example.com", "chat.example.com:443"),
            ("http://chat.example.com", "chat.example.com-80", "chat.example.com:80"),
            ("https://chat.example.com:8443/a/b", "chat.example.com-8443-a-b", "chat.example.com:8443/a/b"),
            ("http://127.0.0.1:8080", "127.0.0.1-8080", "127.0.0.1:8080"),
            ("https://[2001:db8::1]/x", "2001_db8__1-x", "[2001:db8::1]:443/x"),
            ("https://a.example/%C3%A4;b", "a.example-_C3_A4_b", "a.example:443/%C3%A4;b"),
        ])
    func names(text: String, fileName: String, identity: String) throws {
        let site = try SiteAddress(text, allowHTTP: true)
        #expect(site.fileName == fileName)
        #expect(site.identity == identity)
    }

    @Test("has a file name of at most 120 bytes, still its own, however long its path is")
    func longNames() throws {
        let path = String(repeating: "long/", count: 60)
        let one = try SiteAddress("https://a.example/\(path)1", allowHTTP: false)
        let other = try SiteAddress("https://a.example/\(path)2", allowHTTP: false)
        #expect(one.fileName.utf8.count == 120)
        #expect(one.fileName != other.fileName)
    }
}
