import BatchModel
import Digests
import Files
import Synchronization

/// Looks at every distinct attachment once, however many rows use it.
final class AttachmentInspector: Sendable {
    /// A file that passed every check.
    final class Inspected: Sendable {
        let attachment: Attachment
        let status: FileStatus

        init(attachment: Attachment, status: FileStatus) {
            self.attachment = attachment
            self.status = status
        }
    }

    typealias Verdict = Result<Inspected, AttachmentRefusal>

    /// What is known about a file's bytes: nobody hashes them twice, by whatever path they are reached.
    private struct ContentID: Hashable {
        var status: FileStatus
    }

    private struct State {
        // By bytes: a String is equal to another that composes its accents in another way, a file's name is not.
        var verdicts: [[UInt8]: Verdict] = [:]
        var digests: [ContentID: [UInt8]] = [:]
        var statusOfPath: [[UInt8]: FileStatus] = [:]
    }

    private let root: AttachmentRoot
    private let lookalike: AttachmentLookalike
    private let limit: Int64
    private let readsContent: Bool
    private let state = Mutex(State())

    /// `readsContent` is false when only sizes and times matter.
    init(root: AttachmentRoot, limit: Int64, readsContent: Bool = true) {
        self.root = root
        lookalike = AttachmentLookalike(root)
        self.limit = limit
        self.readsContent = readsContent
    }

    /// Forgets everything.
    func reset() { state.withLock { $0 = State() } }

    /// The verdict on a path as the manifest writes it.
    func inspect(_ path: String) -> Verdict {
        let bytes = Array(path.utf8)
        if let known = state.withLock({ $0.verdicts[bytes] }) { return known }
        let verdict: Verdict
        do {
            verdict = .success(try look(at: path))
        } catch {
            let other = error.code == .attachmentMissing ? lookalike.find(path) : nil
            verdict = .failure(other.map { .missing(path, besides: $0) } ?? error)
        }
        state.withLock { $0.verdicts[bytes] = verdict }
        return verdict
    }

    private func look(at path: String) throws(AttachmentRefusal) -> Inspected {
        let file = try root.open(path)
        let size = file.status.byteCount
        guard size <= limit else { throw .tooLarge(path, byteCount: size, limit: limit) }
        guard size > 0 else { throw .empty(path) }
        let digest = readsContent ? try digest(of: file, path) : []
        state.withLock { $0.statusOfPath[Array(file.path.utf8)] = file.status }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return Inspected(
            attachment: Attachment(path: file.path, fileName: name, byteCount: size, digest: digest),
            status: file.status)
    }

    private func digest(of file: AttachmentRoot.OpenFile, _ path: String) throws(AttachmentRefusal) -> [UInt8] {
        let id = ContentID(status: file.status)
        if let known = state.withLock({ $0.digests[id] }) { return known }
        let hasher = SHA256Hasher()
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var offset: Int64 = 0
        do throws(SystemFault) {
            while true {
                let count = try file.descriptor.read(into: &block, from: 0, at: offset)
                if count == 0 { break }
                offset += Int64(count)
                if offset > file.status.byteCount { break }
                hasher.update(block.span.extracting(..<count))
            }
            let now = try file.descriptor.status()
            guard offset == file.status.byteCount, now == file.status else { throw SystemFault(code: 0) }
        } catch {
            throw error.code == 0 ? .changed(path) : .wrap(error, path)
        }
        let digest = hasher.finish().bytes
        state.withLock { $0.digests[id] = digest }
        return digest
    }

    /// Opens an inspected file again; refuses it when it is no longer the file that was inspected.
    func open(_ attachment: Attachment) throws(AttachmentRefusal) -> FileDescriptor {
        let file = try root.open(attachment.path)
        guard let inspected = state.withLock({ $0.statusOfPath[Array(attachment.path.utf8)] }), inspected == file.status
        else {
            throw .changed(attachment.path)
        }
        return file.descriptor
    }

    /// Every accepted file once, by its resolved path, in the paths' order.
    var accepted: [Inspected] {
        var files: [[UInt8]: Inspected] = [:]
        for case .success(let file) in state.withLock({ Array($0.verdicts.values) }) {
            files[Array(file.attachment.path.utf8)] = file
        }
        return files.values.sorted { Self.precedes($0.attachment.path, $1.attachment.path) }
    }

    /// Every accepted path as the manifest writes it, with the digest of its file, in the paths' order.
    var digestsByPath: [(path: String, digest: [UInt8])] {
        state.withLock { $0.verdicts }
            .compactMap { path, verdict in
                guard case .success(let file) = verdict else { return nil }
                return (String(decoding: path, as: UTF8.self), file.attachment.digest)
            }
            .sorted { Self.precedes($0.path, $1.path) }
    }

    /// Names that are equal to Swift stand in the order of their bytes.
    private static func precedes(_ one: String, _ other: String) -> Bool {
        one == other ? one.utf8.lexicographicallyPrecedes(other.utf8) : one < other
    }

    /// A digest of every accepted file's path, size, time and inode: equal digests mean that nothing needs a new look.
    var fingerprint: SHA256Digest {
        let hasher = SHA256Hasher()
        for file in accepted {
            let status = file.status
            hasher.updateFramed(file.attachment.path.utf8.span)
            hasher.update("\(status.byteCount) \(status.modified) \(status.device) \(status.inode)\n")
        }
        return hasher.finish()
    }
}
