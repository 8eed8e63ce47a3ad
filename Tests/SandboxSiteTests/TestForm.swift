/// A form as bytes, right or deliberately wrong.
struct TestForm {
    var boundary = "----boundary7MA4YWxkTrZu0gW"
    var parts: [(head: String, content: [UInt8])] = []
    var preamble = ""
    var ending = "--\r\n"

    /// A message the sandbox accepts when the key is right: the file first, the key last.
    static func message(
        key: String, user: String? = "ada", sender: String? = "team", message: String? = "Hello",
        gifURL: String? = nil, file: (name: String, content: [UInt8])? = nil
    ) -> TestForm {
        var form = TestForm()
        if let file { form.add(file: file.name, content: file.content) }
        form.add("add", "message")
        if let user { form.add("user", user) }
        if let sender { form.add("sender", sender) }
        if let message { form.add("message", message) }
        if let gifURL { form.add("gif_url", gifURL) }
        form.add("api_secret_key", key)
        return form
    }

    mutating func add(_ name: String, _ value: String) {
        parts.append((#"Content-Disposition: form-data; name="\#(name)""#, Array(value.utf8)))
    }

    mutating func add(file: String, content: [UInt8]) {
        let disposition = #"Content-Disposition: form-data; name="file_attachments"; filename="\#(file)""#
        parts.append(("\(disposition)\r\nContent-Type: text/plain", content))
    }

    var body: [UInt8] {
        var body = Array(preamble.utf8)
        for (index, part) in parts.enumerated() {
            body += Array("\(index == 0 ? "" : "\r\n")--\(boundary)\r\n\(part.head)\r\n\r\n".utf8) + part.content
        }
        return body + Array("\r\n--\(boundary)\(ending)".utf8)
    }
}
