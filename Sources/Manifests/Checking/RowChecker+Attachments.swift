/// Attachments of rows.
extension RowChecker {
    /// Looks at the row's attachment.
    mutating func checkAttachment(_ page: RecordPage, _ row: Int) {
        guard let path = attachmentPath(page, row) else { return }
        switch verdict(on: path) {
        case .success(let file): attachment = file
        case .failure(let refusal): add(refusal.code, .attachment, (refusal.problem, refusal.remedy))
        }
    }

    /// Spares rows that share a file the way through the inspector.
    private mutating func verdict(on path: ArraySlice<UInt8>) -> AttachmentInspector.Verdict {
        let hash = FastHash.combine(0, path.span)
        if let known = verdicts[hash], known.path.elementsEqual(path) { return known.verdict }
        let verdict = inspector.inspect(String(decoding: path, as: UTF8.self))
        if verdicts.count >= 4_096 { verdicts.removeAll(keepingCapacity: true) }
        verdicts[hash] = (Array(path), verdict)
        return verdict
    }

    /// The path of the row's attachment, rendered; nil when it has none, or none that can be rendered.
    mutating func attachmentPath(_ page: RecordPage, _ row: Int) -> ArraySlice<UInt8>? {
        let range = range(of: .attachment)
        let path = range.isEmpty ? defaults.attachment[...] : page.bytes[range]
        if path.isEmpty || faultyFields.contains(.attachment) { return nil }
        guard TextRules.messageFlags(path.span).hasBraces else { return path }
        guard let template = template(path.span, .attachment) else { return nil }
        var text: [UInt8] = []
        swap(&text, &renderedPath)
        let isComplete = fill(template, range.isEmpty, into: &text, page, row)
        swap(&text, &renderedPath)
        return isComplete ? renderedPath[...] : nil
    }
}
