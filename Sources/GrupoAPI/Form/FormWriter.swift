/// Writes the parts of one form into memory.
struct FormWriter {
    private let delimiter: String
    private var bytes: [UInt8]

    /// Starts an empty form.
    init(boundary: FormBoundary, expectedByteCount: Int) {
        delimiter = "--" + boundary.text
        bytes = []
        bytes.reserveCapacity(expectedByteCount)
    }

    /// Adds a field.
    mutating func addField(_ name: StaticString, _ value: String) {
        beginField(name)
        append(value)
        endPart()
    }

    /// Adds the last field and closes the form; returns how many bytes follow the field's value.
    mutating func addLastField(_ name: StaticString, _ value: [UInt8]) -> Int {
        beginField(name)
        append(value)
        let valueEnd = bytes.count
        endPart()
        append(delimiter)
        append("--\r\n")
        return bytes.count - valueEnd
    }

    /// Opens the file part; the file's bytes and `endPart` follow.
    mutating func beginFile(named name: String) {
        append(delimiter)
        append("\r\nContent-Disposition: form-data; name=\"file_attachments\"; filename=\"")
        append(Self.escape(fileName: name))
        append("\"\r\nContent-Type: ")
        append(ContentType.forFileName(name))
        append("\r\n\r\n")
    }

    /// Ends a part.
    mutating func endPart() { append("\r\n") }

    /// Adds bytes as they are.
    mutating func append(_ more: [UInt8]) { bytes += more }

    /// Returns what was written since the last call.
    mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }

    private mutating func beginField(_ name: StaticString) {
        append(delimiter)
        append("\r\nContent-Disposition: form-data; name=\"")
        append(name.description)
        append("\"\r\n\r\n")
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    /// Escapes a file name as browsers do: `"` as %22, CR as %0D, LF as %0A
    /// (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
    ///
    /// Three more keep PHP from losing the file or reading past the name: PHP drops a file without a name, cuts a name
    /// at NUL, and takes a backslash before the closing quote for an escape.
    static func escape(fileName: String) -> String {
        var escaped = ""
        for scalar in fileName.unicodeScalars {
            switch scalar {
            case "\"": escaped += "%22"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            case "\0": escaped += "%00"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        if escaped.hasSuffix("\\") { escaped = escaped.dropLast() + "%5C" }
        return escaped.isEmpty ? "attachment" : escaped
    }
}
