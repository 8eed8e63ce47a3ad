import BatchModel

extension StoredMessage {
    /// Whether anything of it is not as another ledger has it.
    func differs(from known: KnownContent) -> Bool {
        state != known.found.state || campaign != known.found.campaign || trace != known.trace
    }

    /// Whether this says more than another ledger knows: what speaks against sending wins. But a person's verdict that an attempt did not
    /// arrive was given after somebody saw it as unknown, and stands against that attempt or an earlier one.
    func isNews(about known: KnownContent) -> Bool {
        guard let weaker = state.weakerThanImported, weaker.contains(known.found.state) else { return false }
        let isDenied =
            known.found.state == .notSent && known.trace.errorKey == PersonVerdict.notSent.errorKey
            && known.found.finishedAt ?? .min >= trace.finishedAtMilliseconds ?? .min
        return !(state == .unknown && isDenied)
    }
}

extension [String: String] {
    /// What a pacer kept, where another one kept something for the same site: what lets less be sent counts.
    func joining(_ other: [String: String]) -> [String: String] {
        var joined = merging(other) { own, other in other.isEmpty ? own : other }
        func number(_ values: [String: String], _ name: String) -> Int64 { values[name].flatMap { Int64($0) } ?? .min }
        if number(self, "last_start") > number(other, "last_start") { joined["last_start"] = self["last_start"] }
        let (day, otherDay) = (number(self, "day"), number(other, "day"))
        if day > otherDay || day == otherDay && number(self, "started_on_day") > number(other, "started_on_day") {
            joined["day"] = self["day"]
            joined["started_on_day"] = self["started_on_day"]
        }
        return joined
    }
}
