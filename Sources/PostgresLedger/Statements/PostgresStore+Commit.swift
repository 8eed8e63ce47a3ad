import BatchModel
import LedgerStore

extension PostgresStore {
    package func commit(
        settling settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64
    ) async throws -> Committed {
        try await onQueue { try $0.commit(settlements, claiming: entries, for: campaign, at: milliseconds) }
    }

    /// Works on the ledger's queue without blocking the caller's thread, and whether or not its task is cancelled.
    func onQueue<Value: Sendable>(_ body: @escaping @Sendable (Session) throws -> Value) async throws -> Value {
        guard isWritable else { throw LedgerFault.notWritable(ledger: session.name) }
        // The session, not this: were the ledger let go of here, its end would wait for this queue on this queue.
        let session = session
        return try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
            session.queue.async { done.resume(with: Result { try body(session) }) }
        }
    }
}

extension Session {
    /// Settles and claims by one pipeline: whatever ends this process within, the server holds no lock for it.
    func commit(
        _ settlements: [Settlement], claiming entries: [Int64], telling: FleetTelling? = nil, for campaign: Campaign,
        at milliseconds: Int64
    ) throws -> Committed {
        if let failure {
            if case .fenced = failure.fault { return try settleLate(settlements, after: failure.fault) }
            if !failure.isShortage || !entries.isEmpty { throw failure.fault }
        }
        do {
            return try commitUntilDecided(
                settlements, claiming: entries, telling: telling, for: campaign, at: milliseconds)
        } catch LedgerFault.fenced(let ledger, let holder) {
            return try settleLate(settlements, after: .fenced(ledger: ledger, by: holder))
        }
    }

    private func commitUntilDecided(
        _ settlements: [Settlement], claiming entries: [Int64], telling: FleetTelling?, for campaign: Campaign,
        at milliseconds: Int64
    ) throws -> Committed {
        let fleet = part.map { FleetCommit($0, telling) }
        while true {
            if connection?.isAlive != true, let member { try reconnect(member) }
            guard let member, let connection else { throw LedgerFault.notWritable(ledger: name) }
            if let illegal = settlements.first(where: { !Self.canBe($0.state) }) {
                throw try refusal(of: settlements, connection)
                    ?? .transitionRefused(
                        entry: illegal.entry, from: .claimed, to: illegal.state)
            }
            do {
                return try commitOnce(
                    Commit(settlements, claiming: entries, for: campaign, at: milliseconds, as: member, fleet: fleet),
                    connection)
            } catch let fault as ServerFault {
                if case .lost = fault {
                    let before = member.claims
                    if try decide(member) == .isMade {
                        return try made(settlements, claiming: entries, before: before)
                    }
                    continue
                }
                guard fault.isRepeatable else { throw self.fault(fault) }
            }
        }
    }

    private func reconnect(_ member: Member) throws { _ = try decide(member) }

    private static func canBe(_ state: DeliveryState) -> Bool {
        DeliveryState.transitions[.claimed]?.contains(state) == true
    }

    private func commitOnce(_ commit: Commit, _ connection: Connection) throws -> Committed {
        let moment = ContinuousClock.now
        let statements = begin.map { PipelinedStatement($0) } + commit.statements(fence)
        let answers: [PostgresRows]
        do {
            // A commit that has no answer by then is decided later: it must not be broken off at the server, where it would be
            // made and perhaps not be kept.
            answers = try connection.pipeline(statements, until: moment + commit.member.lease)
        } catch ServerFault.refused(let refusal, let place) where refusal.state == ServerRefusal.divisionByZero {
            try connection.execute("ROLLBACK")
            guard place >= begin.count + commit.placeOfResults else { throw try fenced(connection, commit.member) }
            throw try self.refusal(of: commit.settlements, connection)
                ?? LedgerFault.damaged(ledger: name, reason: "a refused settlement could have been made")
        } catch let fault as ServerFault {
            if case .refused = fault { try connection.execute("ROLLBACK") }
            throw fault
        }
        let (won, news) = commit.outcome(answers, after: begin.count)
        var own = commit.member
        own.seq += 1
        own.claims = commit.settled.union(won)
        renewed(own, sentAt: moment)
        // It is at this server, for whoever takes over; but nothing of it may leave.
        try refuseWarnings(of: connection)
        part?.heard(news)
        return Committed(claimed: Commit.inOrder(commit.entries, won), news: news)
    }

    /// What a commit claimed whose answer did not come: nothing of it was begun, and it may be now.
    func made(_ settlements: [Settlement], claiming entries: [Int64], before: Set<Int64>) throws -> Committed {
        guard var member, let connection else { throw LedgerFault.notWritable(ledger: name) }
        let kept = before.subtracting(settlements.map(\.entry))
        let won = try connection.query(
            """
            SELECT id FROM message WHERE id = ANY ($1::bigint[]) AND member = $2
                AND state = \(DeliveryState.claimed.rawValue)
            """, [entries, member.id]
        ).map { $0.integer(0) }.filter { !kept.contains($0) }
        member.claims = kept.union(won)
        self.member = member
        // The slots of what it claimed are not known any more, and what it did not win may have been held back.
        var news = try part.flatMap { try FleetCommit($0, nil).news(connection, by: member.id) }
        news?.untried = Set(entries).subtracting(won)
        part?.heard(news)
        return Committed(claimed: Commit.inOrder(entries, Set(won)), news: news)
    }

    /// Which of some settlements cannot be made, one after the other; nil when all can.
    private func refusal(of settlements: [Settlement], _ connection: Connection) throws -> LedgerFault? {
        var states = try connection.states(of: settlements.map(\.entry), locks: false).mapValues(\.state)
        for settlement in settlements {
            let from = Self.canBe(settlement.state) ? states[settlement.entry] : .claimed
            guard Self.canBe(settlement.state), from == .claimed else {
                return .transitionRefused(entry: settlement.entry, from: from, to: settlement.state)
            }
            states[settlement.entry] = settlement.state
        }
        return nil
    }
}
