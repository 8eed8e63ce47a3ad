import BatchModel
import GrupoAPI

/// Sends one message and tells truthfully what came of it.
///
/// The engine's view of the site: `GrupoSender` in earnest, a script in tests.
package protocol MessageSender: Sendable {
    /// Sends one message. Never throws; a cancelled task gets `notSent` only when that is proved, otherwise `unknown`.
    func send(_ message: PlannedMessage) async -> AttemptResult
    /// Opens a connection without sending a request, and says whether that worked.
    func probe() async -> Bool
}
