import BatchModel
import Files

/// Reads `--template FILE`.
package enum TemplateFile {
    private static let limit = 1 << 20

    /// Refuses a file that no message could be made of: it cannot be read, or is no template.
    package static func check(_ path: String) throws(ManifestFault) {
        _ = try RowDefaults(ReadingOptions(templateFile: path), file: path)
    }

    /// The text of the file, without a byte-order mark and without the line break at its very end.
    static func read(_ path: String) throws(ManifestFault) -> [UInt8] {
        let place = SourceLocation(file: path)
        var text = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        do throws(SystemFault) {
            let file = try FileDescriptor.reading(path)
            guard try file.status().kind == .regular else {
                throw SystemFault(code: 22)  // EINVAL
            }
            while count < text.count {
                let more = try file.read(into: &text, from: count, at: Int64(count))
                if more == 0 { break }
                count += more
            }
        } catch {
            throw ManifestFault(
                .unreadable, .unreadable, at: place, problem: "The template cannot be read: \(error.text).",
                remedy: "Check its name and that you may read it.")
        }
        guard count <= limit else {
            throw ManifestFault(
                .invalid, .badTemplate, at: place, problem: "The template is larger than 1 MiB.",
                remedy: "Shorten it.")
        }
        text.removeSubrange(count...)
        if let kind = FileKind.detect(content: text) { throw kind.fault(at: place, as: .template) }
        while text.last == 0x1A { text.removeLast() }
        if text.last == 0, !WideText.hasMark(text) {
            let fault =
                text.contains { $0 != 0 }
                ? ZeroPadding.templateFault(at: place) : FileKind.zeros.fault(at: place, as: .template)
            throw fault
        }
        guard (try? UTF8Span(validating: text.span)) != nil else {
            throw ManifestFault(
                .invalid, .undecodable, at: place,
                problem: WideText.hasMark(text) ? "The template is UTF-16 text." : "The template is not UTF-8.",
                remedy: "Save it as UTF-8.")
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        // Editors end every file with a line break that nobody means to send.
        if text.last == 10 { text.removeLast() }
        if text.last == 13 { text.removeLast() }
        return text
    }
}
