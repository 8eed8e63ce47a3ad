import Digests

extension Manifest {
    /// SHA-256 of the file's bytes, of a workbook of what its sheet says, as `ManifestCheck.inputDigest` has it.
    ///
    /// Throws a `ManifestFault` when the file cannot be read, or changed since it was opened.
    package func inputDigest() throws(ManifestFault) -> SHA256Digest {
        let hasher = SHA256Hasher()
        if workbook != nil { return try sheetDigest(hasher) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var offset: Int64 = 0
        while true {
            let count = try file.read(into: &buffer, from: 0, at: offset)
            guard count > 0 else { break }
            hasher.update(buffer.span.extracting(0..<count))
            offset += Int64(count)
        }
        return hasher.finish()
    }

    private func sheetDigest(_ hasher: SHA256Hasher) throws(ManifestFault) -> SHA256Digest {
        let reader = makeReader(hasher: hasher)
        var page = RecordPage()
        do {
            while try reader.read(into: &page) { page.startOver() }
        } catch let fault as ManifestFault {
            if fault.kind != .invalid { throw fault }
        } catch {
            throw WorkbookFile.fault(error, displayName, options.maxRowSize)
        }
        return hasher.finish()
    }
}
