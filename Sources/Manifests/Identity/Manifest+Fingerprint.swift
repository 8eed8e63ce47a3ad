import Digests

extension Manifest {
    /// The digest `ManifestCheck.attachmentsFingerprint` has, without reading a byte of an attachment.
    ///
    /// Reads the manifest once if it can have attachments at all. Throws a `ManifestFault` where the file breaks off.
    package func attachmentsFingerprint() throws -> SHA256Digest {
        let looker = AttachmentInspector(root: root, limit: options.maxAttachmentSize, readsContent: false)
        var checker = makeChecker(looker)
        let reader = makeReader()
        var page = RecordPage()
        var lastPath: [UInt8] = []
        while try reader.read(into: &page) {
            let canHaveAttachments =
                !format.hasHeader || !defaults.attachment.isEmpty || page.columns.column(of: .attachment) != nil
            if !canHaveAttachments { break }
            for row in page.firstRow..<page.rows.count {
                guard checker.locate(page, row), let path = checker.attachmentPath(page, row) else { continue }
                if lastPath.elementsEqual(path) { continue }
                lastPath = Array(path)
                _ = looker.inspect(String(decoding: path, as: UTF8.self))
            }
            page.startOver()
        }
        return looker.fingerprint
    }
}
