import BatchModel
import Text

/// Why the ledger cannot be used, or cannot be trusted any longer.
///
/// Each description says what happened, where, and what to do next; text from outside is made safe for a terminal.
package enum LedgerFault: Error, Sendable, Hashable {
    /// Another process holds the ledger.
    case locked(ledger: String, by: LedgerHolder)
    /// Another process is about to begin to send through the ledger, or about to end; a little later it can be told which.
    case starting(ledger: String, by: LedgerHolder)
    /// Another process sends the manifest, or a copy of it, through whichever ledger.
    case beingSent(manifest: String, isCopy: Bool, by: LedgerHolder)
    /// It cannot be noted that the manifest is being sent, so that another run could send it too.
    case unguarded(folder: String, reason: String)
    /// The file that remembers what was sent through which ledger holds something else.
    case damagedRegistry(path: String)
    /// The ledger, its lock or its folder cannot be made or opened for writing.
    case cannotCreate(ledger: String, reason: String)
    /// The ledger exists but cannot be read.
    case cannotRead(ledger: String, reason: String)
    /// The address names no ledger, or tells too much; the reason says which, and what to write instead.
    case badAddress(reason: String)
    /// There is no ledger in the database, and whoever sends makes none.
    case notMade(ledger: String)
    /// The database's server, or its rights, do not allow it to be used; the reason follows on the ledger's name, the remedy says what
    /// to do.
    case unfit(ledger: String, reason: String, remedy: String)
    /// Others took this sender for dead and took over from it.
    case fenced(ledger: String, by: LedgerHolder?)
    /// A message that is to be called not sent may still leave: its sender was taken over from a short while ago, and may wake.
    case mayStillLeave(ledger: String, host: String, seconds: Int)
    /// The database is no longer the one that this sender wrote to, or has forgotten something that it had confirmed.
    case wentBack(ledger: String, reason: String)
    /// The file is something else than a ledger of this program.
    case notALedger(ledger: String)
    /// All that the ledger knew is in another one now, which alone goes on.
    case moved(ledger: String, to: String)
    /// The ledger may know messages by names that a database cannot find.
    case earlierNames(ledger: String)
    /// A later version of this program wrote the ledger.
    case newerFormat(ledger: String, found: Int, supported: Int)
    /// What is written there would not surely be kept, or not be kept apart; the reason follows on the ledger's name.
    case notDurable(ledger: String, reason: String)
    /// The content contradicts itself.
    case damaged(ledger: String, reason: String)
    /// A write did not reach the disk: full, read-only, or failing. Nothing of that write is in the ledger.
    case writeFailed(ledger: String, reason: String)
    /// The ledger was opened for reading only.
    case notWritable(ledger: String)
    /// A move that the table of transitions does not have; `from` is nil when there is no such entry.
    case transitionRefused(entry: Int64, from: DeliveryState?, to: DeliveryState)
    /// The plan is no longer the campaign's current one: a later run enrolled the file again.
    case planReplaced
    /// One plan named the same message twice.
    case repeatedIdentity
}

extension LedgerFault: CustomStringConvertible {
    /// What happened, where, and what to do next.
    package var description: String {
        switch self {
        case .locked(let ledger, let holder):
            "the ledger \(shown(ledger)) is in use by \(holder); wait for it to end, then run the same command again"
        case .starting(let ledger, let holder):
            "the ledger \(shown(ledger)) is about to be used, or left, by \(holder); run the same command again"
        case .beingSent(let manifest, let isCopy, let holder):
            "\(isCopy ? "a copy of " : "")\(shown(manifest)) is being sent by \(holder); wait for it to end, "
                + "then run the same command again"
        case .unguarded(let folder, let reason):
            "it cannot be noted in \(shown(folder)) that your list is being sent (\(shown(reason))), so a second "
                + "run could send it again; make the folder writable and see to free space, or see to a home (HOME) that is"
        case .damagedRegistry(let path):
            "\(shown(path)), which remembers through which ledger each list was sent, is damaged, so a list could go out again "
                + "through another ledger; restore it, or move it away if every list stays with its ledger"
        case .cannotCreate(let ledger, let reason):
            "cannot create or open the ledger \(shown(ledger)): \(shown(reason)); "
                + "make its folder writable or name another place with \(option: .ledger)"
        case .cannotRead(let ledger, let reason):
            "cannot read the ledger \(shown(ledger)): \(shown(reason)); check its owner and permissions"
        case .badAddress(let reason): reason
        case .notMade(let ledger):
            "there is no ledger in \(shown(ledger)); make it once with `ledger init \(shown(ledger))`, as the owner of the database"
        case .unfit(let ledger, let reason, let remedy): "the ledger \(shown(ledger)) \(shown(reason)); \(remedy)"
        case .fenced(let ledger, let holder):
            "this sender was not heard of for longer than its lease, and \(holder.map { "\($0)" } ?? "another") took over the ledger "
                + "\(shown(ledger)): nothing more is sent here; run the same command again once nobody else sends"
        case .mayStillLeave(let ledger, let host, let seconds):
            "a sender on \(shown(host)) that claimed such a message was taken over from in the ledger \(shown(ledger)), and may wake and "
                + "send it still; say so again in \(max(1, seconds)) s, or end that process first"
        case .wentBack(let ledger, let reason):
            "the ledger \(shown(ledger)) \(shown(reason)), so it may not know of messages that were sent: nothing more is sent through "
                + "it; bring back the server that was used before, or see what `ledger recover` would do"
        case .notALedger(let ledger):
            "\(shown(ledger)) is not a ledger of grupo-batch and was left as it is; name another file with \(option: .ledger)"
        case .moved(let ledger, let other):
            "the ledger \(shown(ledger)) was moved to \(shown(other)), which alone knows what was sent since; run the same command again with "
                + "\(option: .ledger) \(DisplayText.shellWord(shown(other)))"
        case .earlierNames(let ledger):
            "the ledger \(shown(ledger)) was begun by a version that named messages otherwise, which a database cannot find; go on with "
                + "it, and begin a database with your next lists"
        case .newerFormat(let ledger, let found, let supported):
            "the ledger \(shown(ledger)) has format \(found) and this version knows formats up to \(supported); "
                + "use the newer grupo-batch that wrote it"
        case .notDurable(let ledger, let reason):
            "the ledger \(shown(ledger)) \(shown(reason)); name a place on a local disk with \(option: .ledger)"
        case .damaged(let ledger, let reason):
            "the ledger \(shown(ledger)) is damaged: \(shown(reason)); restore it from a backup, or start a new one with "
                + "\(option: .ledger) and restore what was sent with `ledger import REPORT`"
        case .writeFailed(let ledger, let reason):
            LedgerAddress(ledger).path == nil
                ? "\(failure(ledger, reason)); see to its server, and the way to it, then run the same command again"
                : "\(failure(ledger, reason)); free space or repair the disk, then run the same command again"
        case .notWritable(let ledger):
            "the ledger \(shown(ledger)) is not open for writing; run the command again"
        case .transitionRefused(let entry, let from, let to):
            "entry \(entry) of the ledger is \(from.map { "\($0)" } ?? "unknown to it") and cannot become \(to); "
                + "nothing was changed: run `ledger check`"
        case .planReplaced:
            "another run has enrolled your list again meanwhile; run the command again"
        case .repeatedIdentity:
            "your list's rows were numbered wrongly: one message came twice in a plan; nothing was enrolled, "
                + "report this as a defect"
        }
    }

    /// Whether another ledger took this one's place.
    package var isMoved: Bool { if case .moved = self { true } else { false } }

    /// What happened, without what to do where a run says that itself.
    package var event: String {
        if case .writeFailed(let ledger, let reason) = self { failure(ledger, reason) } else { description }
    }

    private func failure(_ ledger: String, _ reason: String) -> String {
        "writing to the ledger \(shown(ledger)) failed: \(shown(reason))"
    }

    private func shown(_ text: String) -> String { DisplayText.oneLine(text, limit: 400) }
}
