/// The media type a file part declares.
enum ContentType {
    /// The type for a file name's ending; `application/octet-stream` for endings not listed.
    static func forFileName(_ name: String) -> String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return unknown }
        return byEnding[name[name.index(after: dot)...].lowercased()] ?? unknown
    }

    private static let unknown = "application/octet-stream"

    private static let byEnding: [String: String] = [
        "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp",
        "mp3": "audio/mpeg", "mp4": "video/mp4", "ogg": "audio/ogg", "webm": "video/webm",
        "csv": "text/csv", "pdf": "application/pdf", "txt": "text/plain", "zip": "application/zip",
    ]
}
