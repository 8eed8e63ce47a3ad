import BatchEngine
import LedgerStore

/// The exit codes of every command.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case someFailed = 1
    case someUnknown = 3
    case stopped = 4
    case usage = 64
    case refused = 65
    case unreadable = 66
    case unreachable = 69
    case cannotCreate = 73
    case ledgerFailed = 74
    case ledgerHeld = 75
    case configuration = 78
    case hangUp = 129
    case interrupt = 130
    case terminate = 143

    /// What the code means, for the help.
    var meaning: String {
        switch self {
        case .success: "all sent, or valid, or nothing to do"
        case .someFailed: "finished; some rows rejected, not sent or invalid"
        case .someUnknown: "finished; some rows unknown: they may have arrived"
        case .stopped: "stopped: error budget, or a site that rejects all or went away"
        case .usage: "wrong use of the command line"
        case .refused: "your list is invalid or refused; nothing sent"
        case .unreadable: "your list or an attachment cannot be read"
        case .unreachable: "site unreachable; nothing ever sent"
        case .cannotCreate: "report or ledger cannot be created"
        case .ledgerFailed: "ledger damaged, or failed while running"
        case .ledgerHeld: "another process holds the ledger, or sends your list"
        case .configuration: "configuration wrong or secret missing"
        case .hangUp: "ended by SIGHUP; the same command continues"
        case .interrupt: "ended by SIGINT (Ctrl-C); the same command continues"
        case .terminate: "ended by SIGTERM; the same command continues"
        }
    }

    /// Codes and their meanings, a line each.
    static func table(_ statuses: [ExitStatus]) -> String {
        statuses.map { status in
            let code = String(status.rawValue)
            return "  " + String(repeating: " ", count: 3 - code.count) + "\(code)  \(status.meaning)"
        }.joined(separator: "\n")
    }

    /// The status for a signal's number.
    init(signal: Int32) { self = ExitStatus(rawValue: 128 + signal) ?? .interrupt }
}

extension ExitStatus {
    /// The status for a ledger that cannot be used.
    init(_ fault: LedgerFault) {
        switch fault {
        case .locked, .beingSent, .starting: self = .ledgerHeld
        case .badAddress: self = .usage
        case .mayStillLeave, .moved, .earlierNames: self = .refused
        case .writeFailed, .transitionRefused, .damaged, .planReplaced, .repeatedIdentity, .notWritable, .fenced,
            .wentBack:
            self = .ledgerFailed
        case .cannotCreate, .cannotRead, .notALedger, .newerFormat, .notDurable, .unguarded, .damagedRegistry,
            .notMade, .unfit:
            self = .cannotCreate
        }
    }
}
