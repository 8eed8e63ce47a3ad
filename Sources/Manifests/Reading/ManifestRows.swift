import BatchModel

/// Reads a manifest's rows one after the other, the invalid ones included.
///
/// Not `Sendable`: one task reads it. Rows stay good after the next one was read.
package struct ManifestRows {
    private let context: RowContext
    private let reader: any RecordReader
    private var page = RecordPage()
    private var shared: SharedPage?
    private var nextIndex = 0
    private var position = 0

    init(_ manifest: Manifest, keepingTexts: Bool) {
        context = RowContext(manifest)
        reader = manifest.makeReader(keepsTexts: keepingTexts)
    }

    /// The next row; nil after the last.
    ///
    /// Throws a `ManifestFault` where the file breaks off, and of kind `.changed` when it is no longer the file that was
    /// opened.
    package mutating func next() throws -> ManifestRow? {
        while true {
            if let shared, nextIndex < shared.page.rows.count {
                defer {
                    nextIndex += 1
                    position += 1
                }
                return ManifestRow(position: position, index: nextIndex, shared: shared, context: context)
            }
            // The page is taken back before it is filled again, so that its memory is used again unless a row needs it.
            if let shared { page = shared.page }
            shared = nil
            page.startOver()
            guard try reader.read(into: &page) else { return nil }
            nextIndex = page.firstRow
            shared = SharedPage(page)
            page = RecordPage()
        }
    }
}

/// A page that rows refer to.
final class SharedPage {
    let page: RecordPage

    init(_ page: RecordPage) { self.page = page }
}

/// What rows need beyond their own bytes; shared by the rows of one pass.
final class RowContext {
    var checker: RowChecker
    var identity: RowIdentity
    let defaultSender: String

    init(_ manifest: Manifest) {
        checker = manifest.makeChecker(warns: false)
        identity = RowIdentity(manifest.scope)
        defaultSender = String(decoding: manifest.defaults.sender, as: UTF8.self)
    }
}
