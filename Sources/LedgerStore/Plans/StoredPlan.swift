/// What a plan was made from; the ledger stores it as it is given and never looks inside.
package struct PlanDescription: Sendable, Hashable {
    /// Digest of the manifest's bytes.
    package var inputDigest: String
    /// Digest of what the file system says of the attachments.
    package var attachmentsFingerprint: String
    /// Digest of everything that will be sent, as `validate` shows it.
    package var planDigest: String
    /// Digest of the settings the plan depends on; empty while nobody has said yes to it.
    package var settingsDigest: String
    /// When the run began, in milliseconds since 1970 (UTC).
    package var startedAtMilliseconds: Int64

    /// Describes a plan.
    package init(
        inputDigest: String, attachmentsFingerprint: String, planDigest: String, settingsDigest: String,
        startedAtMilliseconds: Int64
    ) {
        self.inputDigest = inputDigest
        self.attachmentsFingerprint = attachmentsFingerprint
        self.planDigest = planDigest
        self.settingsDigest = settingsDigest
        self.startedAtMilliseconds = startedAtMilliseconds
    }
}

/// A campaign's current plan: the manifest's rows in order, each tied to its message.
package struct StoredPlan: Sendable, Hashable {
    /// Its number; never given twice.
    package let id: Int64
    /// Whose plan it is.
    package let campaign: Campaign
    /// What it was made from.
    package let description: PlanDescription
    /// The manifest's rows; positions run from 0 to one less.
    package let rows: Int

    /// Names a plan that a ledger has.
    package init(id: Int64, campaign: Campaign, description: PlanDescription, rows: Int) {
        self.id = id
        self.campaign = campaign
        self.description = description
        self.rows = rows
    }
}
