import BatchModel

/// How many of a plan's rows stand where. They always add up to the plan's rows.
package struct PlanCounts: Sendable, Hashable {
    /// Messages by state.
    package var states: [DeliveryState: Int] = [:]
    /// Rows that failed validation.
    package var invalid = 0
    /// Rows that were left out on purpose.
    package var excluded = 0

    /// Takes counts; nothing without any.
    package init(states: [DeliveryState: Int] = [:], invalid: Int = 0, excluded: Int = 0) {
        (self.states, self.invalid, self.excluded) = (states, invalid, excluded)
    }

    /// All rows.
    package var total: Int { states.values.reduce(0, +) + invalid + excluded }

    /// The counts as the report names them; claimed rows count as unknown.
    package var tally: BatchTally {
        var tally = BatchTally()
        for (state, count) in states { tally[state.outcome] += count }
        tally[.invalid] = invalid
        tally[.excluded] = excluded
        return tally
    }
}
