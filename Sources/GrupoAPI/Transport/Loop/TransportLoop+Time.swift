import BatchModel
import CCurl

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
            guard let connection, connection.submission != nil else { continue }
            let deadline = deadline(of: connection)
            if deadline > now {
                nextDeadline = min(nextDeadline ?? deadline, deadline)
            } else if connection.exchange == nil {
                failed(connection, CURLE_OPERATION_TIMEDOUT)
            } else {
                drive(connection, connection.exchange?.expired() ?? .finish)
            }
        }
    }

    /// When the time is over of what a connection carries, or is made for.
    ///
    /// libcurl looks at its own limits when its timers fire, once each (`add_next_timeout` in its multi.c): where they fire while
    /// the limits have just been raised, as after a pause, only this ends a connection that nobody answers on.
    func deadline(of connection: Connection) -> ContinuousClock.Instant {
        if let allowance = connection.exchange?.allowance { return connection.startedAt + allowance }
        // A second more than libcurl's own limits, which come first.
        let limit = min(settings.timeout, settings.connectTimeout) + .seconds(1)
        return connection.startedAt + limit + connection.paused
    }
}
