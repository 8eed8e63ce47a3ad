import BatchModel
import Files

/// The manifest's file, held open so that every pass reads the same one.
final class ManifestFile: Sendable {
    /// The absolute path, links resolved.
    let realPath: String
    /// The file as the user named it.
    let displayName: String
    /// What the system said when it was opened.
    let status: FileStatus
    private let descriptor: FileDescriptor

    /// Opens a regular file; anything else cannot be read twice.
    init(path: String, displayName: String) throws(ManifestFault) {
        self.displayName = displayName
        let place = SourceLocation(file: displayName)
        do throws(SystemFault) {
            descriptor = try FileDescriptor.reading(path)
            status = try descriptor.status()
            realPath = try FileSystem.realPath(path)
        } catch {
            throw ManifestFault(
                .unreadable, .unreadable, at: place, problem: "Your list cannot be read: \(error.text).",
                remedy: "Check its name and that you may read it.")
        }
        guard status.kind == .regular else {
            throw ManifestFault(
                .unreadable, .unreadable, at: place, problem: "Your list is not a file that can be read twice.",
                remedy: "Name a regular file, or - for standard input.")
        }
    }

    /// The folder of the file, links resolved.
    var folder: String { Self.folder(of: realPath) }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Whether these bytes stand anywhere in the file; looks for the rarest of them, which is at `pivot`.
    func contains(_ bytes: [UInt8], pivot: Int) throws(ManifestFault) -> Bool {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var offset: Int64 = 0
        var kept = 0
        while true {
            let count = try read(into: &block, from: kept, at: offset)
            if count == 0 { return false }
            offset += Int64(count)
            var place = pivot
            while place < kept + count,
                let found = block.firstIndex(of: bytes[pivot], in: place..<kept + count)
            {
                let end = found - pivot + bytes.count
                if end <= kept + count, block[(found - pivot)..<end].elementsEqual(bytes) { return true }
                place = found + 1
            }
            let end = kept + count
            kept = min(bytes.count - 1, end)
            for index in 0..<kept { block[index] = block[end - kept + index] }
        }
    }

    /// Reads the bytes at an offset and makes sure that they are still those of the file that was opened.
    func read(into block: inout [UInt8], from start: Int, at offset: Int64) throws(ManifestFault) -> Int {
        let count: Int
        let now: FileStatus
        do throws(SystemFault) {
            count = try descriptor.read(into: &block, from: start, at: offset)
            now = try descriptor.status()
        } catch {
            throw ManifestFault(
                .unreadable, .unreadable, at: SourceLocation(file: displayName),
                problem: "Reading your list failed: \(error.text).", remedy: "Check the disk and try again.")
        }
        guard now == status else {
            throw ManifestFault(
                .changed, .changed, at: SourceLocation(file: displayName),
                problem: "Your list changed while it was being used.",
                remedy: "Run the same command again when it is finished.")
        }
        return count
    }
}
