import Files
import Foundation

/// A run that is sending, or about to, as it tells other runs of the same user.
package struct LiveRun: Sendable, Hashable, Codable {
    /// Stands for site and batch label in compared form.
    package var scope: String
    /// The real path of its ledger.
    package var ledger: String
    /// The manifest as that ledger knows it.
    package var manifest: String

    /// Describes a run.
    package init(scope: String, ledger: String, manifest: String) {
        self.scope = scope
        self.ledger = ledger
        self.manifest = manifest
    }

    /// What the lock file holds behind its holder: one line.
    var record: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts always encode.
        return ((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "") + "\n"
    }

    /// Reads a lock file; nil for one that is held for something else.
    init?(record: String) {
        let lines = record.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 3, let run = try? JSONDecoder().decode(Self.self, from: Data(lines[3].utf8)) else {
            return nil
        }
        self = run
    }
}

extension SendingFolder {
    /// The runs of a scope that are alive now, and who they are; this process's own among them.
    ///
    /// - Throws: `LedgerFault.unguarded`.
    package func liveRuns(scope: String) throws -> [(run: LiveRun, holder: LedgerHolder)] {
        try exclusively {
            try lockFiles.compactMap { path in
                let file = try FileDescriptor.lockFile(path)
                let record = file.head
                guard let run = LiveRun(record: record), run.scope == scope, try !file.tryLock() else {
                    return nil
                }
                return (run, LedgerHolder(record: record))
            }
        }
    }
}
