extension StopReason {
    /// Whether it takes the place of the reason a run stops for already. A ledger that failed outranks a signal, a signal all else,
    /// and of equals the first stands.
    func outranks(_ other: StopReason?) -> Bool { other.map { rank > $0.rank } ?? true }

    private var rank: Int {
        switch self {
        case .ledgerFailed: 2
        case .interrupted: 1
        default: 0
        }
    }
}
