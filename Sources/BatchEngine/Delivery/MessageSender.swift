import BatchModel
import GrupoAPI

/// Sends one message and tells truthfully what came of it.
///
/// The engine's view of the site: `GrupoSender` in earnest, a script in tests.
package protocol MessageSender: Sendable {
    /// Sends one message. Never throws; a cancelled task gets `notSent` only when that is proved, otherwise `unknown`.
    func send(_ message: PlannedMessage, for row: RowReference) async -> AttemptResult
    /// Opens a connection without sending a request, and says whether that worked.
    func probe() async -> Bool
    /// Has a function called when the site sends a reply that nobody asked for, with the rows whose answers may be
    /// another's; nil ends that.
    func onUnaskedReply(_ handler: (@Sendable ([RowReference]) -> Void)?)
    /// Returns when no answer that was given can be doubted any more, or when the task is cancelled.
    func awaitSilence() async
    /// Closes all connections. Nothing may be sent after it.
    func shutdown() async
}
