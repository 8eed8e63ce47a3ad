import GrupoAPI

/// A row that was claimed, until its result is known.
struct RowInFlight: Sendable {
    var row: SendableRow
    /// Attempts of this run, the one under way included.
    var attempts = 0
    var place: AttemptPlace?

    /// What becomes of a claimed row whose request was never begun.
    enum Withheld {
        /// The run is ending.
        case runEnds
        /// Time passed unnoticed, and now nothing may leave. The row is claimed again when it may.
        case heldUp
        /// The gate was closed. The row is claimed again when it is open.
        case paused

        var result: AttemptResult {
            switch self {
            case .runEnds: AttemptResult(.notSent, errorKey: ClientErrorKey.cancelled.rawValue)
            case .heldUp:
                AttemptResult(
                    .notSent, errorKey: ClientErrorKey.cancelled.rawValue,
                    errorMessage:
                        "the program stood still, and when it went on no message was to leave; this one was not sent")
            case .paused:
                AttemptResult(
                    .notSent, errorKey: ClientErrorKey.cancelled.rawValue,
                    errorMessage: "sending was paused before this message began to leave; it was not sent")
            }
        }
    }
}
