import Dispatch
import LedgerStore

extension Session {
    /// Renews the lease while nothing is committed. It runs on the queue, and so never beside anything else.
    func renewalTimer() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = Int(Self.interval(lease: settings.lease).wholeMilliseconds)
        timer.schedule(deadline: .now() + .milliseconds(interval), repeating: .milliseconds(interval))
        timer.setEventHandler { [weak self] in
            self?.renew()
            // What fails here fails the next commit, which says why.
            _ = try? self?.takeOverFromGone()
        }
        timer.resume()
        return timer
    }

    private func renew() {
        guard let member, failure?.isShortage ?? true else { return }
        let quarter = member.lease / 4
        let end = right.withLock { $0 }
        // A commit did it a moment ago.
        if let end, end - ContinuousClock.now > member.lease - member.leaseGuard - quarter / 2 { return }
        do {
            try renewOnce(member)
        } catch let fault as ServerFault {
            guard case .lost = fault else {
                _ = self.fault(fault)
                return
            }
            // Without an answer the right to begin ends by itself; the next commit says why.
            _ = try? decide(member)
        } catch {}
    }

    private func renewOnce(_ member: Member) throws {
        guard let connection, connection.isAlive else {
            _ = try decide(member)
            return
        }
        let moment = ContinuousClock.now
        let commit = [PipelinedStatement("COMMIT")]
        do {
            _ = try connection.pipeline(
                begin.map { PipelinedStatement($0) } + [fence(member, claims: member.claims)] + commit,
                until: moment + member.lease)
        } catch ServerFault.refused(let refusal, _) where refusal.state == ServerRefusal.divisionByZero {
            try connection.execute("ROLLBACK")
            throw try fenced(connection, member)
        }
        try refuseWarnings(of: connection)
        var own = member
        own.seq += 1
        renewed(own, sentAt: moment)
    }

    /// Ends the membership, and the connection. More than once is harmless.
    func leave() {
        queue.sync {
            right.withLock { $0 = nil }
            if let member, let connection, connection.isAlive {
                // Where that fails the lease ends by itself.
                _ = try? connection.query(
                    """
                    WITH own AS (
                        UPDATE member SET state = 'left', lease_until = clock_timestamp()
                        WHERE id = $1 AND state = 'live' AND epoch = $2 RETURNING id),
                    given AS (UPDATE grant_range SET member = NULL FROM own WHERE grant_range.member = own.id AND NOT done)
                    UPDATE run SET lead = NULL FROM own WHERE run.leads AND run.lead = own.id
                    """, [member.id, member.epoch])
            }
            member = nil
            drop()
        }
    }
}

extension Duration {
    /// The duration in whole milliseconds.
    var wholeMilliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
