/// The parts of an OpenDocument spreadsheet.
enum OpenDocument {
    /// The part with the sheets.
    static let content = "content.xml"

    /// Whether its parts are encrypted.
    static func isProtected(_ file: PackedFile) throws -> Bool {
        guard file.has("META-INF/manifest.xml") else { return false }
        let handler = ProtectionHandler()
        try XMLStream.read(file, "META-INF/manifest.xml", handler)
        return handler.isProtected
    }
}

private final class ProtectionHandler: XMLHandler {
    var isProtected = false

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        if name == "encryption-data" { isProtected = true }
    }
}
