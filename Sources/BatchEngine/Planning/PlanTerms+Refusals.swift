import BatchModel
import Manifests
import Text

extension PlanTerms {
    /// Refuses what must not be sent, judged by all rows of the file and not by those that are left to send.
    ///
    /// - Throws: `RunFault`.
    package func refuse(_ check: ManifestCheck) throws(RunFault) {
        if check.blocksAllRows { throw .invalidRows(check) }
        try refuseRows(beyond: check)
        if check.invalid > 0 && !selection.skipInvalid { throw .invalidRows(check) }
        try refuseUnused(check)
        if let text = DoubtText(check.exclusion.doubts.filter(\.isCertain)) {
            throw .refused(problem: text.refusal, remedy: text.remedy)
        }
        try refuseOther(digest(check.contents))
    }

    private func refuseRows(beyond check: ManifestCheck) throws(RunFault) {
        guard let rows = selection.rows, rows.lowerBound > check.lastRow else { return }
        throw .usage(
            problem:
                "\(option: .rows) \(rows.rowsText) lies beyond the end: the last \(check.rowNoun) is \(check.lastRow).",
            remedy: "Choose from what the file has; without \(option: .rows) all of it is meant.")
    }

    private func refuseUnused(_ check: ManifestCheck) throws(RunFault) {
        let use = check.optionUse
        guard
            use.rows > 0,
            let unused = use.counts.first(where: { $0.used == 0 && $0.mayUse == 0 && isTyped($0.option) })
        else { return }
        let (option, field) = (unused.option.option, unused.option.field.name)
        throw .refused(
            problem: """
                \(option) is used by 0 of \(check.validRows): each has its own value in \(unused.winners), which wins.
                """,
            remedy: "Leave out \(option) if that is meant, or ignore the column with \(option: .map) \(field)=.")
    }

    /// Refuses a plan that is not the approved one.
    func refuseOther(_ plan: PlanDigest) throws(RunFault) {
        guard let approved else { return }
        guard let other = PlanDigest(approved) else { throw .noPlan(approved) }
        let kinds = plan.differences(from: other)
        if kinds.isEmpty { return }
        guard plan.lacksSite || !other.lacksSite else { throw .planWithoutSite }
        throw .otherPlan(plan, approved: other, kinds: kinds)
    }

    private func isTyped(_ option: RowDefault) -> Bool { origins[option]?.isTyped ?? true }
}

extension RunFault {
    /// The plan is not the one that was approved.
    static func otherPlan(_ plan: PlanDigest, approved: PlanDigest, kinds: [PlanDigest.Kind]) -> RunFault {
        var words = kinds.map(\.meaning).joined(separator: ", ")
        if let limit = approved.limit, plan.limit ?? .max > limit {
            words +=
                "; it takes \(plan.limit.map { "\(Numbers.grouped($0)) rows" } ?? "all rows"), not \(Numbers.grouped(limit))"
        }
        return .refused(
            problem: "The plan is not the one that was validated. It differs in: \(words).",
            remedy: "Run validate again with the options of the send, read what changed, and give the plan it prints.")
    }

    /// The approved plan does not say where the messages go.
    static let planWithoutSite = RunFault.refused(
        problem: "The plan was validated without a site, so it does not say where the messages go.",
        remedy: "Validate again with \(option: .site), and give the plan that it prints.")

    /// What was given as a plan is none.
    static func noPlan(_ text: String) -> RunFault {
        let isOld = text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
        return .refused(
            problem: isOld
                ? "The plan is one of an older version, which did not cover lists, selection and choices."
                : "\(option: .plan) takes a whole plan as validate prints it, from p2: to the last of its digests.",
            remedy: "Run validate again, and give the plan that it prints.")
    }
}
