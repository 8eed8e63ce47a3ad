/// What an exchange showed.
extension Exchange {
    /// Whether the connection may carry another message: this one left whole before its reply,
    /// and nothing stands behind that.
    var keepsConnection: Bool {
        failure == nil && leftWhole && !isEarly && extra == .nothing && parser.keepsConnection
    }

    /// Whether a yes came on a connection that has carried other messages, before anything of this one's key was handed over: it
    /// cannot be the answer to it.
    var isOfAnother: Bool {
        guard isReused, phase == .sending || phase == .secondLook, let status = parser.status else { return false }
        return (200..<300).contains(status) && Int64(handedOverByteCount - headByteCount) <= form.keyStartOffset
    }

    /// Whether the window holds the key, or the first of it, and is offered for the first time: until now nothing of it can have
    /// left.
    var isKeyNext: Bool {
        let start = headByteCount + Int(form.keyStartOffset)
        return holdsKey && handedOverBefore <= start && handedOverByteCount > start
    }

    /// Whether all of it was accepted.
    var leftWhole: Bool { Int64(acceptedByteCount - headByteCount) == form.byteCount }

    /// What it showed, after so long.
    func evidence(after elapsed: Duration) -> Evidence {
        var evidence = Evidence()
        evidence.failure = failure
        evidence.failureText = failureText
        evidence.status = parser.status
        evidence.location = parser.head.location
        evidence.retryAfter = parser.head.retryAfter
        evidence.isChallenge = parser.head.isChallenge
        evidence.body = parser.body
        evidence.requestBegan = true
        evidence.isEncrypted = isEncrypted
        evidence.keyEndOffset = form.keyEndOffset
        evidence.uploadedByteCount = Int64(max(0, acceptedByteCount - headByteCount))
        evidence.handedOverByteCount = Int64(max(0, handedOverByteCount - headByteCount))
        // Who has a part of the key in a record has to be thought to have it all.
        if evidence.handedOverByteCount > form.keyStartOffset {
            evidence.handedOverByteCount = max(evidence.handedOverByteCount, form.keyEndOffset)
        }
        evidence.duration = max(.zero, elapsed - paused)
        return evidence
    }

    /// Whether its reply is to be the last on its connection. One that makes a message be tried again is: whether it was the
    /// message's own is known before that.
    func isLast(restsAfterRefusal: Bool) -> Bool {
        guard parser.head.isModern, (200..<300).contains(parser.status ?? 0) else { return true }
        return restsAfterRefusal && parser.body.firstRange(of: "true".utf8) == nil
    }
}
