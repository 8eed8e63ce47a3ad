import BatchModel

/// What time does to the messages of a loop.
extension TransportLoop {
    /// How long it may wait for a socket.
    func span() -> Duration {
        var end = now + PauseWatch.interval
        for instant in [dialer.nextCall, connections.nextLook, nextDeadline] {
            if let instant { end = min(end, instant) }
        }
        return now.duration(to: end)
    }

    /// Gives all messages as much longer as the process stood still.
    func allowForPauses() {
        guard let pause = pauses.look(at: began.duration(to: now)) else { return }
        for connection in slots {
            guard let connection, connection.submission != nil else { continue }
            if connection.exchange == nil {
                connection.paused += pause
                connection.handle?.connect(longer: connection.paused)
            } else {
                connection.exchange?.stoodStill(pause)
            }
        }
    }

    /// Ends the messages whose time is over, after a last look for their replies.
    func expire() {
        guard let end = nextDeadline, end <= now else { return }
        nextDeadline = nil
        for connection in slots {
            guard let connection, let exchange = connection.exchange else { continue }
            let deadline = connection.startedAt + exchange.allowance
            if deadline <= now {
                drive(connection, connection.exchange?.expired() ?? .finish)
            } else {
                nextDeadline = min(nextDeadline ?? deadline, deadline)
            }
        }
    }
}
