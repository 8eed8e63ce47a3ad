import LedgerStore

extension PostgresStore {
    /// Opens a ledger as `openForWriting` does, also one that was moved, and keeps everybody else from it until it is closed.
    ///
    /// - Throws: `LedgerFault`; `locked` while another sender may live.
    package static func openForMoving(_ address: LedgerAddress, command: String) throws -> PostgresStore {
        let store = try open(address, command: command)
        do {
            try store.holdAlone()
        } catch {
            store.close()
            throw error
        }
        return store
    }

    /// Says that this member moves the ledger, and then looks for others: whoever joins does it the other way round, so that of two who do
    /// so at once at least one sees the other.
    private func holdAlone() throws {
        guard let own = ownNumber else { throw LedgerFault.notWritable(ledger: displayName) }
        if let mover = try mover() { throw LedgerFault.locked(ledger: displayName, by: mover) }
        try write { try $0.query("UPDATE ledger SET moving = $1", [own]) }
        let others = try read { connection in
            try connection.query(
                """
                SELECT 1 FROM member
                WHERE state NOT IN ('left', 'fenced', 'dead') AND lease_until > clock_timestamp() AND id <> $1
                """, [own]
            ).count
        }
        guard others == 0 else {
            let holder = try read { try Member.live($0) }.first { $0.processID != nil }
            throw LedgerFault.locked(
                ledger: displayName, by: holder ?? LedgerHolder(processID: nil, startedAt: nil, command: nil))
        }
    }

    /// Refuses a ledger whose place another one took, or that somebody moves.
    func refuseMoved() throws {
        if let other = try moved() { throw LedgerFault.moved(ledger: displayName, to: other.displayName) }
        if let mover = try mover() { throw LedgerFault.locked(ledger: displayName, by: mover) }
    }

    private var ownNumber: Int64? { session.queue.sync { session.member?.id } }

    /// Who moves the ledger now, beside this member.
    private func mover() throws -> LedgerHolder? {
        let own = ownNumber
        return try read { connection in
            let isMoved =
                try connection.query(
                    """
                    SELECT 1 FROM ledger JOIN member ON member.id = ledger.moving
                    WHERE state NOT IN ('left', 'fenced', 'dead') AND lease_until > clock_timestamp() AND member.id <> $1
                    """, [own ?? 0]
                ).count > 0
            guard isMoved else { return nil }
            return try Member.live(connection).first ?? LedgerHolder(processID: nil, startedAt: nil, command: nil)
        }
    }

    /// Where the ledger went; nil for one that is in use.
    static func moved(_ connection: Connection) throws -> MovedLedger? {
        let row = try connection.query("SELECT moved_to, moved_token, moved_at FROM ledger").first
        return row.flatMap { row in
            row.text(0).map {
                MovedLedger(displayName: $0, token: row.text(1) ?? "", atMilliseconds: row.integer(2))
            }
        }
    }

    package func moved() throws -> MovedLedger? { try read { try Self.moved($0) } }

    package func markMoved(to other: MovedLedger) throws {
        try write { connection in
            try connection.query(
                "UPDATE ledger SET moved_to = $1, moved_token = $2, moved_at = $3, moving = NULL",
                [other.displayName, other.token, other.atMilliseconds])
        }
    }

    package func takeIn<Value>(_ body: (any MoveTarget) throws -> Value) throws -> Value {
        // The content can be had once only.
        try write(repeats: false) { try body(PostgresMoveTarget(in: $0)) }
    }

    /// Makes sure that nobody took over meanwhile.
    package func confirmHeld() throws { try write { _ in } }
}
