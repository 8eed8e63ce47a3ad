import Testing

@testable import SandboxSite

@Suite("The strict reader of forms")
struct MultipartFormTests {
    private func read(_ form: TestForm) throws -> MultipartForm {
        try MultipartForm(body: form.body, boundary: form.boundary)
    }

    @Test("Parts keep their order, their names and every byte")
    func parts() throws {
        var form = TestForm()
        form.add("message", "a\r\n--not the boundary\r\n")
        form.add(file: "x", content: [])
        let read = try read(form)
        #expect(read.parts.map(\.name) == ["message", "file_attachments"])
        #expect(read["message"]?.text == "a\r\n--not the boundary\r\n")
        #expect(read["file_attachments"]?.content.isEmpty == true)
        #expect(read["file_attachments"]?.contentType == "text/plain")
    }

    @Test("Escaped quotes and line breaks in names are undone, other percent signs stay")
    func escapes() throws {
        var form = TestForm()
        form.add(file: "a%22b%0D%0Ac%25d.txt", content: [1])
        #expect(try read(form)["file_attachments"]?.fileName == "a\"b\r\nc%25d.txt")
    }

    @Test(
        "A malformed form is refused",
        arguments: [
            "two parts of one name", "text before the first boundary", "no closing boundary", "text after the end",
            "a strange header", "no name", "no disposition", "an unfinished name", "a raw line break in a name",
            "too many parts", "a head without end",
        ])
    func malformed(_ fault: String) throws {
        var form = TestForm()
        form.add("user", "ada")
        switch fault {
        case "two parts of one name": form.add("user", "admin")
        case "text before the first boundary": form.preamble = "hello\r\n"
        case "no closing boundary": form.ending = ""
        case "text after the end": form.ending = "--\r\nmore"
        case "a strange header": form.parts[0].head += "\r\nX-Other: 1"
        case "no name": form.parts[0].head = "Content-Disposition: form-data"
        case "no disposition": form.parts[0].head = "Content-Type: text/plain"
        case "an unfinished name": form.parts[0].head = #"Content-Disposition: form-data; name="user"#
        case "a raw line break in a name": form.add(file: "a\nb", content: [])
        case "too many parts": for index in 1...MultipartForm.partLimit { form.add("field\(index)", "") }
        default: form.parts[0].head += String(repeating: " ", count: MultipartForm.headerByteLimit)
        }
        #expect(throws: SandboxRefusal.invalidForm) { try read(form) }
    }

    @Test(
        "The boundary is taken from the content type",
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"), (#"Multipart/Form-Data; boundary="a b""#, nil),
            (#"multipart/form-data; boundary="abc""#, "abc"), ("multipart/form-data", nil),
            ("application/x-www-form-urlencoded; boundary=abc", nil), ("multipart/form-data; boundary=", nil),
        ])
    func boundary(contentType: String, expected: String?) {
        #expect(MultipartForm.boundary(ofContentType: contentType) == expected)
    }

    @Test("Every form cut short is refused")
    func cutShort() throws {
        let form = TestForm.message(key: "k", file: ("f", [1, 2, 3]))
        let body = form.body
        for length in 0..<(body.count - 2) {
            #expect(throws: SandboxRefusal.invalidForm) {
                try MultipartForm(body: Array(body.prefix(length)), boundary: form.boundary)
            }
        }
        #expect(throws: Never.self) { try MultipartForm(body: Array(body.dropLast(2)), boundary: form.boundary) }
    }
}
