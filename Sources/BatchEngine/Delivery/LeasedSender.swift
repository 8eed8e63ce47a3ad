import BatchModel
import GrupoAPI
import LedgerStore

/// Begins a message only while the ledger says that it may: whoever was not heard of for long may have been taken over from.
struct LeasedSender: MessageSender {
    let sender: any MessageSender
    let ledger: any AttemptStore

    func send(_ message: PlannedMessage, for row: RowReference) async -> AttemptResult {
        guard ledger.mayBegin else {
            let key = ClientErrorKey.leaseEnded
            return AttemptResult(.notSent, errorKey: key.rawValue, errorMessage: key.meaning)
        }
        return await sender.send(message, for: row)
    }

    func probe() async -> Bool { await sender.probe() }

    func onUnaskedReply(_ handler: (@Sendable ([RowReference]) -> Void)?) { sender.onUnaskedReply(handler) }

    func awaitSilence() async { await sender.awaitSilence() }

    func shutdown() async { await sender.shutdown() }
}
