import Files

/// A folder that no attachment may leave, whatever its path and the links on the way say.
///
/// Paths are walked one part at a time from the folder's own descriptor and links are followed by hand, so that nothing
/// outside is ever opened, not even when somebody swaps a folder for a link meanwhile.
final class AttachmentRoot: Sendable {
    private static let linkLimit = 40

    /// The folder's absolute path, links resolved.
    let realPath: String
    private let root: FileDescriptor
    /// Where relative paths start, as an absolute path without links.
    let base: String

    /// Opens the folder; `base` is the folder relative paths start from.
    init(_ folder: String, base: String) throws(SystemFault) {
        realPath = try FileSystem.realPath(folder)
        root = try FileDescriptor.folder(realPath)
        self.base = base
    }

    /// A file below the root, open for reading.
    struct OpenFile {
        var descriptor: FileDescriptor
        var status: FileStatus
        /// The absolute path, links resolved.
        var path: String
    }

    /// Opens a regular file, and nothing else.
    func open(_ path: String) throws(AttachmentRefusal) -> OpenFile {
        guard !path.utf8.contains(0) else { throw .missing(path) }
        guard let start = below(path.hasPrefix("/") ? path : base + "/" + path) else {
            throw .outsideRoot(path, root: realPath)
        }
        do {
            return try walk(start, path)
        } catch let refusal as AttachmentRefusal {
            throw refusal
        } catch let fault as SystemFault {
            throw .wrap(fault, path)
        } catch {
            throw .unreadable(path, reason: "\(error)")
        }
    }

    /// The names in a folder below the root; nil when it is none, or may not be read.
    func entries(in folder: String, limit: Int) -> [String]? {
        guard let parts = below(folder.hasPrefix("/") ? folder : base + "/" + folder) else { return nil }
        var place = root
        for part in parts where part != "." {
            // A link may lead out, and nobody needs to be told of a file behind one.
            guard part != "..", let next = try? place.locate(String(part)) else { return nil }
            place = next
        }
        guard (try? place.status())?.kind == .directory else { return nil }
        return try? place.entries(limit: limit)
    }

    private func walk(_ parts: [Substring], _ path: String) throws -> OpenFile {
        var pending = Array(parts.reversed())
        var folders = [root]
        var names: [Substring] = []
        var linkCount = 0
        while let part = pending.popLast() {
            if part == "." { continue }
            if part == ".." {
                guard folders.count > 1 else { throw AttachmentRefusal.outsideRoot(path, root: realPath) }
                folders.removeLast()
                names.removeLast()
                continue
            }
            let folder = folders[folders.count - 1]
            let entry = try folder.locate(String(part))
            switch try entry.status().kind {
            case .directory:
                folders.append(entry)
                names.append(part)
            case .link:
                linkCount += 1
                if linkCount > Self.linkLimit { throw AttachmentRefusal.unreadable(path, reason: "too many links") }
                let target = try entry.linkTarget()
                if target.hasPrefix("/") {
                    guard let inner = below(target) else {
                        throw AttachmentRefusal.outsideRoot(path, root: realPath)
                    }
                    folders = [root]
                    names = []
                    pending += inner.reversed()
                } else {
                    pending += target.split(separator: "/").reversed()
                }
            case .regular:
                guard pending.isEmpty else { throw AttachmentRefusal.missing(path) }
                return try openRegular(String(part), in: folder, names: names, path)
            case let kind:
                throw AttachmentRefusal.notRegular(path, kind: kind)
            }
        }
        throw AttachmentRefusal.notRegular(path, kind: .directory)
    }

    private func openRegular(
        _ name: String, in folder: FileDescriptor, names: [Substring], _ path: String
    ) throws -> OpenFile {
        let descriptor = try folder.open(name)
        let status = try descriptor.status()
        // Somebody may have put a pipe in the file's place since it was looked at.
        guard status.kind == .regular else { throw AttachmentRefusal.notRegular(path, kind: status.kind) }
        let resolved = ([realPath == "/" ? "" : Substring(realPath)] + names + [Substring(name)]).joined(separator: "/")
        return OpenFile(descriptor: descriptor, status: status, path: resolved)
    }

    /// The parts of an absolute path from the root on; nil when it does not lead there.
    private func below(_ path: String) -> [Substring]? {
        let parts = path.split(separator: "/")
        let own = realPath.split(separator: "/")
        if parts.starts(with: own) { return Array(parts.dropFirst(own.count)) }
        // The root may lie elsewhere than the manifest: resolve `..` by the text alone, which cannot open anything.
        var plain: [Substring] = []
        for part in parts where part != "." {
            if part == ".." { _ = plain.popLast() } else { plain.append(part) }
        }
        return plain.starts(with: own) ? Array(plain.dropFirst(own.count)) : nil
    }
}
