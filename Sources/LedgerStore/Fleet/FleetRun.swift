/// A run that several senders share, as one of them finds it.
package struct FleetRun: Sendable, Hashable {
    /// The run.
    package let record: RunRecord
    /// The number of the plan that it sends.
    package let plan: Int64
    /// The settings that concern the site, as the first sender wrote them.
    package let terms: String
    /// Who sends it already, the first of them first.
    package let members: [FleetMember]

    /// Describes a run.
    package init(record: RunRecord, plan: Int64, terms: String, members: [FleetMember]) {
        self.record = record
        self.plan = plan
        self.terms = terms
        self.members = members
    }
}
