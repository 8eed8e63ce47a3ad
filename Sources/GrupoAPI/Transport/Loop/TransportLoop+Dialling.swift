import CCurl

/// How a loop gets its connections.
extension TransportLoop {
    /// Has a connection made for work.
    func dial(for submission: Submission) {
        let name = freeNames.popLast() ?? slots.count
        let connection = Connection(name: UInt64(name))
        let owner = unsafe Unmanaged.passUnretained(connection).toOpaque()
        guard let handle = unsafe dialer.dial(owner: owner) else {
            freeNames.append(name)
            if name == slots.count { slots.append(nil) }
            return finish(submission, .neverStarted(.other))
        }
        if name == slots.count { slots.append(connection) } else { slots[name] = connection }
        connection.handle = handle
        connection.submission = submission
        if submission.form != nil { placesTaken += 1 }
        let deadline = deadline(of: connection)
        nextDeadline = min(nextDeadline ?? deadline, deadline)
    }

    /// A connection stands, or could not be made.
    func hasDialled(_ connection: Connection, _ code: CURLcode) {
        guard case .dialling = connection.state, let submission = connection.submission else { return }
        guard code == CURLE_OK, let socket = connection.handle?.socket,
            poller.add(socket, connection.name, forReading: true, forWriting: false)
        else { return failed(connection, code) }
        connection.socket = socket
        guard submission.form != nil else {
            finish(submission, Evidence())
            return close(connection)
        }
        begin(submission, on: connection)
    }

    /// No connection was made.
    func failed(_ connection: Connection, _ code: CURLcode) {
        guard let submission = connection.submission else { return }
        // Whoever refuses the connection or breaks it off before TLS is the proxy that was named.
        let isProxys = [CURLE_COULDNT_CONNECT, CURLE_RECV_ERROR, CURLE_UNSUPPORTED_PROTOCOL].contains(code)
        var evidence = Evidence.neverStarted(
            code == CURLE_OK ? .other : usesProxy && isProxys ? .proxy : Evidence.Failure(code))
        evidence.failureText = connection.handle?.failureText ?? ""
        evidence.duration = max(.zero, connection.startedAt.duration(to: .now) - connection.paused)
        leavePlace(connection)
        finish(submission, evidence)
        close(connection)
    }
}
