import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Text

/// Looks at the ledger, and whether its folder keeps what is written there.
struct LedgerExamination {
    let address: LedgerAddress

    /// What is said in its place when nothing tells which ledger a send would use.
    static let undecided = Finding.warning(
        "ledger", "not looked at: which one it is goes by the site",
        remedy: "Give --site, or name the file with --ledger.")

    var findings: [Finding] { [existing, durability].compactMap(\.self) }

    /// What the ledger says of itself; nil when there is none yet.
    private var existing: Finding? {
        do {
            guard let ledger = try LedgerFactory().openForReading(address) else { return nil }
            defer { ledger.close() }
            let shown = DisplayText.oneLine(ledger.displayName, limit: 1_000)
            if let holder = ledger.holders.first {
                return .warning(
                    "ledger", "\(shown) is in use by \(holder)", remedy: "Wait for it to end before you send.")
            }
            let health = try ledger.check()
            guard health.faults.isEmpty else {
                return .failure(
                    "ledger", "\(shown) is damaged",
                    remedy: "grupo-batch ledger check says how; restore it from a backup.")
            }
            guard ledger.address.path.map(FileManager.default.isWritableFile) ?? true else {
                return .failure(
                    "ledger", "\(shown) cannot be written",
                    remedy: "Correct its owner or mode, or name another with --ledger.")
            }
            let messages = health.states.values.reduce(0, +)
            return .good("ledger", "\(shown), sound, \(Numbers.count(messages, "message"))")
        } catch {
            return fault(error)
        }
    }

    /// Makes a ledger beside the real one, and removes it: only a trial shows what a folder takes.
    private var durability: Finding? {
        guard let path = address.path else { return nil }
        let trial = "\(path).trial-\(ProcessInfo.processInfo.processIdentifier)"
        defer {
            for ending in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: trial + ending) }
        }
        do {
            let ledger = try LedgerFactory().openForWriting(.file(trial), command: "doctor")
            defer { ledger.close() }
            let health = try ledger.check()
            // 2 is FULL: every commit reaches the disk before it counts.
            guard health.journalMode == "wal", health.synchronous == 2 else {
                return .failure(
                    "durability", "journal \(health.journalMode), synchronous \(health.synchronous)",
                    remedy: "Name a place on a local disk with --ledger.")
            }
            let folder = Paths.folder(of: path)
            return .good("durability", "\(DisplayText.oneLine(folder, limit: 1_000)) is writable, synchronous FULL")
        } catch {
            return fault(error)
        }
    }

    private func fault(_ error: any Error) -> Finding {
        let words = DisplayText.oneLine("\(error)", limit: 1_000).split(separator: "; ", maxSplits: 1)
        let remedy = words.count > 1 ? words[1].prefix(1).uppercased() + words[1].dropFirst() + "." : "See the README."
        return .failure("ledger", String(words.first ?? ""), remedy: remedy)
    }
}
