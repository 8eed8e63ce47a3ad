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
        guard address.path != nil || existing.first?.status != .failure else { return existing }
        return existing + [durability].compactMap(\.self)
    }

    /// What the ledger says of itself; nothing when there is none yet.
    private var existing: [Finding] {
        do {
            guard let ledger = try LedgerFactory().openForReading(address) else { return [] }
            defer { ledger.close() }
            return try look(at: ledger, DisplayText.oneLine(ledger.displayName, limit: 1_000))
        } catch {
            return [fault(error)]
        }
    }

    private func look(at ledger: any Ledger, _ shown: String) throws -> [Finding] {
        if let moved = try ledger.moved() {
            let remedy = "Name that one with --ledger; nothing is sent through this one."
            return [.failure("ledger", "\(shown) was moved to \(MovedText.words(moved))", remedy: remedy)]
        }
        var findings: [Finding] = []
        if let holder = ledger.holders.first {
            findings = [
                .warning(
                    "ledger", "\(shown) is in use by \(holder)",
                    remedy: address.path == nil
                        ? "A send of the same list joins it; wait for its end before you send another one."
                        : "Wait for it to end before you send.")
            ]
            guard address.path == nil else { return findings }
        }
        // Reading every row of a database would keep its server busy.
        let health = try ledger.check(rows: address.path != nil)
        guard health.faults.isEmpty else {
            let remedy = "grupo-batch ledger check says how; restore it from a backup."
            return [.failure("ledger", "\(shown) is damaged", remedy: remedy)]
        }
        guard health.isWritable || address.path == nil else {
            let remedy = "Correct its owner or mode, or name another with --ledger."
            return [.failure("ledger", "\(shown) cannot be written", remedy: remedy)]
        }
        findings += health.remarks.map { remark in
            let remedy = remark.remedy.prefix(1).uppercased() + remark.remedy.dropFirst() + "."
            return .warning("ledger", "\(shown): \(DisplayText.oneLine(remark.problem, limit: 1_000))", remedy: remedy)
        }
        guard findings.isEmpty else { return findings }
        let messages = health.states.values.reduce(0, +)
        let what =
            address.path == nil
            ? health.details.map(\.text).joined(separator: "; ") : "sound, \(Numbers.count(messages, "message"))"
        return [.good("ledger", "\(shown), \(DisplayText.oneLine(what, limit: 1_000))")]
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
