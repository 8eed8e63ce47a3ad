/// Something that reads rows of a manifest from its beginning to its end.
protocol RecordReader: AnyObject {
    /// Appends rows to the page; false at the end of the file.
    ///
    /// Throws a `ManifestFault` only after all rows before it were returned, and again at every later call.
    func read(into page: inout RecordPage) throws -> Bool

    /// How many bytes of text were used so far.
    var usedByteCount: Int { get }

    /// Whether the file, as far as it was read, is UTF-8 beyond ASCII although it is read in another encoding.
    var looksLikeUTF8: Bool { get }
}
