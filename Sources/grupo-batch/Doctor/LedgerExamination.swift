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

    var findings: [Finding] {
        let existing = existing
        // A server that cannot be used is told once.
        guard address.path != nil || existing?.status != .failure else { return [existing].compactMap(\.self) }
        return [existing, durability].compactMap(\.self)
    }

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
            guard health.isWritable else {
                return .failure(
                    "ledger", "\(shown) cannot be written",
                    remedy: "Correct its owner or mode, or name another with --ledger.")
            }
            guard health.facts["may_lose_by_failover"] != "true" else {
                return .warning(
                    "ledger",
                    "\(shown): its standby is not waited for, and would not know the last messages that were sent",
                    remedy: "Set synchronous_standby_names on the server, or never promote that standby.")
            }
            let messages = health.states.values.reduce(0, +)
            return .good("ledger", "\(shown), sound, \(Numbers.count(messages, "message"))")
        } catch {
            return fault(error)
        }
    }

    /// Whether the place keeps what is written there.
    private var durability: Finding? {
        do {
            let keeping = try LedgerFactory().tryOut(address, command: "doctor")
            guard let path = address.path else { return .good("durability", keeping) }
            let folder = DisplayText.oneLine(Paths.folder(of: path), limit: 1_000)
            return .good("durability", "\(folder) is writable, \(keeping)")
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
