extension Delivery {
    /// Takes note of where the gate is.
    mutating func heedGate() {
        guard gate.isClosed != (closedSince != nil) else { return }
        let now = clock.elapsed
        if let since = closedSince {
            closedSince = nil
            // Nobody looked for a site that was away meanwhile: that is no patience used up.
            policy.stoodStill(for: now - since)
            observe(.wentOn)
        } else {
            closedSince = now
            observe(.paused)
        }
    }
}
