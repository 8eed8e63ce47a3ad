import LedgerStore

/// Why nothing is claimed any more through a ledger.
struct WriteFailure: Sendable {
    /// What every later write is refused with.
    let fault: LedgerFault
    /// Whether the server merely had no room: results may be tried again, though no claims.
    let isShortage: Bool
}

extension Session {
    /// Keeps the first failure, or the first that is more than a shortage.
    func remember(_ fault: LedgerFault, isShortage: Bool = false) -> LedgerFault {
        if failure?.isShortage ?? true { failure = WriteFailure(fault: fault, isShortage: isShortage) }
        if !isShortage { right.withLock { $0 = nil } }
        return fault
    }

    /// What a write is refused with that the server, or the way to it, did not take.
    func fault(_ error: ServerFault) -> LedgerFault {
        switch error {
        case .lost(let reason):
            drop()
            return remember(.writeFailed(ledger: name, reason: reason))
        case .refused(let refusal, _):
            if refusal.state == ServerRefusal.uniqueViolation { return .repeatedIdentity }
            if refusal.isDamage { return remember(.damaged(ledger: name, reason: error.reason)) }
            return remember(.writeFailed(ledger: name, reason: error.reason), isShortage: refusal.isShortage)
        }
    }
}
