import BatchModel

/// How a run ended, as its exit code says it.
package enum RunEnd: Sendable, Hashable {
    /// Every selected row was sent, or there was nothing to do.
    case complete
    /// Some rows were rejected, not sent or invalid.
    case someFailed
    /// Some rows may or may not have arrived.
    case someUnknown
    /// Stopped by the error budget or by the site.
    case stopped
    /// The site could not be reached and nothing was ever sent.
    case unreachable
    /// Ended by a signal.
    case interrupted(signal: Int32)
    /// Others finish what is left; this sender did its part.
    case left
    /// The rows are recorded, but a report could not be written.
    case reportFailed
    /// The ledger failed.
    case ledgerFailed

    /// Judges a run by the rows selected for it; of several reasons the gravest counts.
    package init(_ summary: RunSummary) {
        switch summary.stop {
        case .ledgerFailed: self = .ledgerFailed
        case .interrupted(let signal): self = .interrupted(signal: signal)
        // As `kill` would have it end.
        case .drained, .fleetStopped: self = .interrupted(signal: 15)
        case .leftIdle: self = .left
        case .unreachable: self = .unreachable
        case .some: self = .stopped
        case nil where summary.reportFault != nil: self = .reportFailed
        // Cannot happen; if it did, rows were forgotten, and nobody must be told that all is well.
        case nil where summary.selected[.pending] > 0: self = .stopped
        case nil where summary.selected[.unknown] > 0: self = .someUnknown
        case nil where summary.selected.failed > 0: self = .someFailed
        case nil: self = .complete
        }
    }

    /// The exit code.
    package var code: Int32 {
        switch self {
        case .complete, .left: 0
        case .someFailed: 1
        case .someUnknown: 3
        case .stopped: 4
        case .unreachable: 69
        case .reportFailed: 73
        case .interrupted(let signal): 128 + (signal & 0xFF)
        case .ledgerFailed: 74
        }
    }
}
