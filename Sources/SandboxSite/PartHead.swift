/// The header lines of one part of a form.
struct PartHead {
    private var name: String
    private var fileName: String?
    private var contentType: String?

    /// Reads `Content-Disposition` and, if it is there, `Content-Type`; any other header is refused.
    init(_ text: String) throws(SandboxRefusal) {
        var disposition: Substring?
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            guard let colon = line.firstIndex(of: ":") else { throw .invalidForm }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-disposition" where disposition == nil: disposition = value
            case "content-type" where contentType == nil: contentType = String(value)
            default: throw .invalidForm
            }
        }
        guard var rest = disposition, rest.removeStart("form-data; "), let name = rest.removeParameter("name") else {
            throw .invalidForm
        }
        self.name = name
        if rest.removeStart("; ") {
            guard let fileName = rest.removeParameter("filename") else { throw .invalidForm }
            self.fileName = fileName
        }
        guard rest.isEmpty else { throw .invalidForm }
    }

    /// The part these lines describe.
    func part(with content: ArraySlice<UInt8>) -> MultipartForm.Part {
        MultipartForm.Part(name: name, fileName: fileName, contentType: contentType, content: content)
    }
}

extension Substring {
    fileprivate mutating func removeStart(_ start: String) -> Bool {
        guard hasPrefix(start) else { return false }
        self = dropFirst(start.count)
        return true
    }

    /// Takes `key="value"` off the start and undoes the three escapes of the WHATWG form encoding.
    fileprivate mutating func removeParameter(_ key: String) -> String? {
        var rest = self
        guard rest.removeStart("\(key)=\""), let quote = rest.firstIndex(of: "\"") else { return nil }
        let value = rest[..<quote]
        guard !value.contains(where: \.isNewline) else { return nil }
        self = rest[rest.index(after: quote)...]
        return String(value).replacing("%0D", with: "\r").replacing("%0A", with: "\n").replacing("%22", with: "\"")
    }
}
