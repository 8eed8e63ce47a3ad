import Files
import Foundation

/// Which manifests were sent through which ledgers of this user: what a run through another ledger is asked about.
///
/// A text file of one line for each manifest, content and ledger: path key, content key, and the `SendingRecord` as JSON. It
/// holds paths and commands, no recipients and no messages. Every change replaces the whole file, and is on disk when
/// the method returns. Beyond `limit` lines the one that was not used for longest is forgotten.
package struct SendingRegistry: Sendable {
    private let folder: SendingFolder
    private let limit: Int

    /// Names the registry of a folder.
    package init(_ folder: SendingFolder, limit: Int = 10_000) {
        self.folder = folder
        self.limit = limit
    }

    /// What is known of manifests with this path or this content, in the order of their last runs.
    ///
    /// Changes nothing and makes no folder.
    ///
    /// - Throws: `LedgerFault.unguarded` when the registry cannot be read, `LedgerFault.damagedRegistry` when it holds something else.
    package func sendings(_ keys: SendingKeys) throws -> [RegisteredSending] {
        try lines().filter { $0.isAbout(keys) }.map { RegisteredSending(keys: $0.keys, record: $0.record) }
    }

    /// The real paths of the ledgers through which something of this scope was sent; of records of earlier versions, which
    /// name no scope, every ledger.
    ///
    /// - Throws: `LedgerFault.unguarded` when the registry cannot be read, `LedgerFault.damagedRegistry` when it holds something else.
    package func ledgers(scope: String) throws -> Set<String> {
        Set(try lines().filter { $0.mayBeOf(scope: scope) }.map(\.record.ledger)).subtracting([""])
    }

    /// The real paths of all ledgers it knows, each once.
    ///
    /// - Throws: `LedgerFault.unguarded` when the registry cannot be read, `LedgerFault.damagedRegistry` when it holds something else.
    package func ledgers() throws -> Set<String> {
        Set(try lines().map(\.record.ledger)).subtracting([""])
    }

    /// Writes down that a run begins to send; false when the registry knew this manifest, content and ledger before.
    ///
    /// - Throws: `LedgerFault.unguarded`; the registry is then as it was.
    @discardableResult
    package func add(_ record: SendingRecord, _ keys: SendingKeys) throws -> Bool {
        try folder.exclusively {
            var line = Line(keys: keys, record: record)
            var lines = try lines(in: folder.registry)
            let known = lines.firstIndex { $0.isSame(as: line) }.map { lines.remove(at: $0) }
            if let known { line.record.firstAtMilliseconds = known.record.firstAtMilliseconds }
            lines.append(line)
            try write(lines.suffix(limit))
            return known == nil
        }
    }

    /// Writes down what had been served when a run ended that `add` wrote down.
    ///
    /// - Throws: `LedgerFault.unguarded`; the registry is then as it was.
    package func end(_ record: SendingRecord, _ keys: SendingKeys, served: ServedSum) throws {
        try folder.exclusively {
            var lines = try lines(in: folder.registry)
            let own = Line(keys: keys, record: record)
            guard let index = lines.firstIndex(where: { $0.isSame(as: own) }),
                lines[index].record.lastAtMilliseconds == record.lastAtMilliseconds
            else { return }
            lines[index].record.served = served
            try write(lines[...])
        }
    }

    /// Takes back what `add` wrote, because nothing of it was sent.
    ///
    /// - Throws: `LedgerFault.unguarded`; the registry is then as it was.
    package func remove(_ record: SendingRecord, _ keys: SendingKeys) throws {
        try folder.exclusively {
            let line = Line(keys: keys, record: record)
            try write(try lines(in: folder.registry).filter { !$0.isSame(as: line) }[...])
        }
    }

    /// Writes down that all that was sent through one ledger is known to another now. Doing it again changes nothing.
    ///
    /// - Throws: `LedgerFault.unguarded`; the registry is then as it was.
    package func move(
        _ ledger: String, _ file: String?, to other: String, _ otherFile: String?, as names: ListNames
    ) throws {
        guard try lines().contains(where: { $0.record.isOf(ledger, file) }) else { return }
        try folder.exclusively {
            var moved: [Line] = []
            for var line in try lines(in: folder.registry) {
                if line.record.isOf(ledger, file) {
                    line.record.ledger = other
                    line.record.file = otherFile
                    line.record.manifest = names.name(of: line.record.manifest)
                }
                moved.removeAll { $0.isSame(as: line) }
                moved.append(line)
            }
            try write(moved[...])
        }
    }

    private func lines() throws -> [Line] {
        // The folder's own comes last: it is the later one.
        let earlier = folder.earlier.map(SendingFolder.registry)
        return try (earlier + [folder.registry]).flatMap(lines)
    }

    private func lines(in registry: String) throws -> [Line] {
        guard let status = try? FileStatus(at: registry, followingLinks: false) else { return [] }
        guard status.kind == .regular else {
            throw LedgerFault.unguarded(folder: folder.path, reason: "its registry is not a regular file")
        }
        guard let bytes = FileManager.default.contents(atPath: registry) else {
            throw LedgerFault.unguarded(folder: folder.path, reason: "its registry cannot be read")
        }
        return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { text in
            // Whatever it said may have been of this manifest: taken for nothing, it would let everybody be sent to again.
            guard let line = Line(text) else {
                throw LedgerFault.damagedRegistry(path: registry)
            }
            return line
        }
    }

    private func write(_ lines: ArraySlice<Line>) throws {
        try FileSystem.replaceFile(folder.registry, with: lines.map(\.text).joined())
    }
}

extension SendingRecord {
    /// Whether it is of a ledger of this name, or of this file under another one.
    fileprivate func isOf(_ ledger: String, _ file: String?) -> Bool {
        self.ledger == ledger && (self.file == nil || file == nil || self.file == file)
            || self.file != nil && self.file == file
    }
}

/// A line of the registry; what stands behind its keys is read when it is needed.
private struct Line {
    private let path: Substring
    private let content: Substring
    private var json: Substring

    init?(_ text: Substring) {
        let parts = text.split(separator: " ", maxSplits: 2)
        guard parts.count == 3 else { return nil }
        (path, content, json) = (parts[0], parts[1], parts[2])
    }

    init(keys: SendingKeys, record: SendingRecord) {
        path = Substring(keys.path ?? Self.noPath)
        content = Substring(keys.content)
        json = ""
        self.record = record
    }

    private static let noPath = "-"

    var keys: SendingKeys { SendingKeys(path: path == Self.noPath ? nil : String(path), content: String(content)) }

    /// What cannot be read was written by something else: it counts as sent through an unknown ledger.
    var record: SendingRecord {
        get {
            (try? JSONDecoder().decode(SendingRecord.self, from: Data(json.utf8)))
                ?? SendingRecord(ledger: "", manifest: "", command: "", atMilliseconds: 0)
        }
        set {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Texts and numbers always encode.
            json = (try? encoder.encode(newValue)).map { Substring(decoding: $0, as: UTF8.self) } ?? "{}"
        }
    }

    var text: String { "\(path) \(content) \(json)\n" }

    func isAbout(_ keys: SendingKeys) -> Bool { content == keys.content || keys.path.map { path == $0 } ?? false }

    func mayBeOf(scope: String) -> Bool { json.contains("\"scope\":\"\(scope)\"") || !json.contains("\"scope\":\"") }

    func isSame(as other: Line) -> Bool {
        path == other.path && content == other.content && record.ledger == other.record.ledger
    }
}
