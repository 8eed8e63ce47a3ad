import GrupoAPI

extension AttemptResult {
    /// The same attempt; its message says who stopped the run and how far the row had come, if it was given up for that.
    ///
    /// `wasBegun` is false for a row whose attempt never began.
    func stopped(by stop: StopSignal, wasBegun: Bool) -> AttemptResult {
        guard errorKey == ClientErrorKey.cancelled.rawValue else { return self }
        let who = stop.level == .none ? "A failing ledger" : StopReason.name(ofSignal: stop.signal)
        var named = self
        named.errorMessage =
            switch (wasBegun, outcome) {
            case (false, _): "\(who) stopped the run before this message was begun; it was not sent"
            case (true, .unknown):
                "\(who) stopped the run at once while this message was on its way; it may have arrived"
            case (true, _): "\(who) stopped the run at once before this message had left; it was not sent"
            }
        return named
    }
}
