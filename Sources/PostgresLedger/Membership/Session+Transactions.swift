import LedgerStore

extension Session {
    /// How often a transaction is made again that the server ended for the sake of another one.
    private static let mostRepeats = 20

    /// Reads in one view of the database. `repeats`: `body` may be called again when the connection breaks.
    func read<Value>(repeats: Bool = true, _ body: (Connection) throws -> Value) throws -> Value {
        try queue.sync { try readOnQueue(repeats: repeats, body) }
    }

    /// The same for whoever is on the queue already.
    func readOnQueue<Value>(repeats: Bool = true, _ body: (Connection) throws -> Value) throws -> Value {
        try naming {
            do {
                return try readOnce(body)
            } catch let fault as ServerFault {
                guard case .lost = fault, repeats else { throw fault }
                drop()
                return try readOnce(body)
            }
        }
    }

    private func readOnce<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        let connection = try reconnected()
        try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do {
            let value = try body(connection)
            try connection.execute("COMMIT")
            return value
        } catch {
            if connection.isAlive { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    /// The connection; a writer's that broke is a session of its own, which its member must know of first.
    private func reconnected() throws -> Connection {
        if let connection, connection.isAlive { return connection }
        if let member, failure == nil { _ = try decide(member) }
        return try connected()
    }

    /// Writes everything or nothing; on return it is on disk. `repeats`: `body` may be called again when the connection breaks, or the
    /// server ends the transaction for the sake of another one.
    func write<Value>(repeats: Bool = true, _ body: (Connection) throws -> Value) throws -> Value {
        try queue.sync { try writeOnQueue(repeats: repeats, body) }
    }

    /// The same for whoever is on the queue already.
    func writeOnQueue<Value>(repeats: Bool = true, _ body: (Connection) throws -> Value) throws -> Value {
        if let failure, !failure.isShortage { throw failure.fault }
        var tries = 0
        while true {
            guard let member else { throw LedgerFault.notWritable(ledger: name) }
            do {
                return try writeOnce(as: member, body)
            } catch let fault as ServerFault {
                tries += 1
                guard repeats, tries < Self.mostRepeats, try isUndone(fault) else { throw self.fault(fault) }
            }
        }
    }

    /// Whether nothing of a transaction happened, so that all of it can be made again.
    func isUndone(_ fault: ServerFault) throws -> Bool {
        if case .lost = fault {
            // What was lost before its commit was sent is undone by the server.
            if let member { _ = try decide(member) }
            return true
        }
        return fault.isRepeatable
    }

    private func writeOnce<Value>(as member: Member, _ body: (Connection) throws -> Value) throws -> Value {
        let connection = try reconnected()
        guard let member = self.member else { throw LedgerFault.notWritable(ledger: name) }
        var moment = ContinuousClock.now
        let value: Value
        do {
            try connection.execute(begin.joined(separator: "; "))
            let fence = fence(member, claims: member.claims)
            do {
                try connection.query(fence.sql, fence.parameters)
            } catch ServerFault.refused(let refusal, _) where refusal.state == ServerRefusal.divisionByZero {
                try connection.execute("ROLLBACK")
                throw try fenced(connection, member)
            }
            value = try body(connection)
            // What took long may have outlived the lease; nobody could take over meanwhile, because this holds the row.
            moment = .now
            try connection.query(
                "UPDATE member SET lease_until = clock_timestamp() + $2::bigint * interval '1 ms' WHERE id = $1",
                [member.id, member.leaseMilliseconds])
        } catch {
            if connection.isAlive { try? connection.execute("ROLLBACK") }
            throw error
        }
        var own = member
        own.seq += 1
        do {
            try commit(connection)
            renewed(own, sentAt: moment)
        } catch let fault as ServerFault {
            guard case .lost = fault else { throw fault }
            guard try decide(member) == .isMade else { throw ServerFault.refused(.undone, statement: 0) }
        }
        return value
    }

    /// Gives the server's refusals of a reading the names that others know.
    func naming<Value>(_ body: () throws -> Value) throws -> Value { try PostgresStore.naming(name, body) }
}

extension ServerRefusal {
    /// Stands for a commit that was cut off and is not in the ledger: a case for another try.
    static let undone = ServerRefusal(state: "40001", message: "the connection ended during a commit")
}
