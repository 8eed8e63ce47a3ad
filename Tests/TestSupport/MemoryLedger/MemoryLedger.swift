import BatchModel
import Files
import LedgerStore
import Synchronization

/// A ledger in memory: the same answers as one on a disk, without a file, a lock or SQL.
///
/// It states the rules in the plainest way, whatever that costs, so that the conformance suite can hold any other ledger against it.
final class MemoryLedger: Ledger {
    static let keeping = "in memory"

    let recovered: Int
    let store: MemoryStore
    private let isWriter: Mutex<Bool>

    /// Opens a ledger for reading.
    init(reading store: MemoryStore) {
        self.store = store
        recovered = 0
        isWriter = Mutex(false)
    }

    /// Opens a ledger for writing, and turns what a dead run left claimed into unknown.
    init(writing store: MemoryStore, command: String) throws {
        try store.take(LedgerHolder(processID: Processes.own, startedAt: nil, command: command))
        self.store = store
        recovered = try store.write { content in
            let claimed = content.all.filter { $0.message.state == .claimed }.map(\.entry)
            for entry in claimed { content.change(entry) { $0.interrupt() } }
            return claimed.count
        }
        isWriter = Mutex(true)
    }

    deinit { close() }

    func write<Value: Sendable>(_ body: (inout MemoryContent) throws -> Value) throws -> Value {
        guard isWriter.withLock({ $0 }) else { throw LedgerFault.notWritable(ledger: displayName) }
        return try store.write(body)
    }

    // MARK: Upkeep

    var address: LedgerAddress { store.address }

    var fingerprint: String? { "\(ObjectIdentifier(store).hashValue)" }

    var holders: [LedgerHolder] { store.holder.map { [$0] } ?? [] }

    func close() {
        isWriter.withLock { isWriter in
            if isWriter { store.release() }
            isWriter = false
        }
    }

    func check(rows: Bool) throws -> LedgerHealth {
        let content = store.read()
        var states: [DeliveryState: Int] = [:]
        for (_, message) in content.all { states[message.state, default: 0] += 1 }
        let isSound = content.all.allSatisfy { content.numbers[$0.message.identity] == $0.entry }
        return LedgerHealth(
            displayName: displayName, formatVersion: 1,
            faults: isSound ? [] : ["messages that cannot be found by content"], isWritable: true,
            keeping: Self.keeping, facts: [:], movedTo: content.moved, states: states,
            campaigns: content.campaigns.count,
            byteCount: Int64(content.all.count * MemoryLayout<MemoryContent.Message>.size))
    }

    func forget(before milliseconds: Int64) throws -> (texts: Int, runs: Int) {
        try write { content in
            let old = content.all.filter {
                $0.message.trace.errorMessage != nil
                    && $0.message.trace.finishedAtMilliseconds ?? 0 < milliseconds
            }
            for (entry, _) in old { content.change(entry) { $0.trace.errorMessage = nil } }
            let runs = content.runs.indices.filter {
                content.runs[$0].startedAtMilliseconds < milliseconds && !content.runs[$0].settingsJSON.isEmpty
            }
            for index in runs { content.runs[index] = content.runs[index].forgotten }
            for (campaign, plan) in content.plans where plan.description.startedAtMilliseconds < milliseconds {
                content.plans[campaign]?.description.settingsDigest = ""
                content.plans[campaign]?.description.inputDigest = ""
            }
            return (texts: old.count, runs: runs.count)
        }
    }
}

extension MemoryContent.Message {
    /// What becomes of a message that a dead run had claimed.
    fileprivate mutating func interrupt() {
        state = .unknown
        trace.attempts += 1
        trace.durationMilliseconds = nil
        trace.httpStatus = nil
        trace.errorKey = RecordedErrorKey.interrupted.rawValue
        trace.errorMessage = "the run ended while this message was being sent"
    }
}

extension RunRecord {
    /// The run without its settings.
    fileprivate var forgotten: RunRecord {
        RunRecord(
            id: id, campaign: campaign, settingsJSON: "", startedAtMilliseconds: startedAtMilliseconds,
            endedAtMilliseconds: endedAtMilliseconds, exitCode: exitCode, tally: tally)
    }
}
