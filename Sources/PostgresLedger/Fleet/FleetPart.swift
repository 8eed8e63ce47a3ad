import LedgerStore

/// The part that a member has in a run which others may share.
struct FleetPart {
    /// The run's number.
    let run: Int64
    /// The number of the plan that it sends.
    let plan: Int64
    /// What all who send it keep to.
    let terms: FleetTerms
    /// What was heard of the others last.
    private(set) var last = FleetNews()

    init(run: Int64, plan: Int64, terms: FleetTerms) {
        (self.run, self.plan, self.terms) = (run, plan, terms)
    }

    /// Takes note of news.
    mutating func heard(_ news: FleetNews?) { if let news { last = news } }

    /// Whether attempts have places in time, or in number, that all share.
    var isPaced: Bool { terms.spacing != nil || terms.perDay != nil }
}
