import BatchModel

/// One run of a campaign as the ledger remembers it.
package struct RunRecord: Sendable, Hashable {
    /// Its number; never given twice.
    package let id: Int64
    /// Whose run it was.
    package let campaign: Campaign
    /// What it was asked to do; empty after `forget`. Never a secret, never a message's text.
    package let settingsJSON: String
    /// When it began, in milliseconds since 1970 (UTC).
    package let startedAtMilliseconds: Int64
    /// When it ended; nil while it runs, and for ever if it died.
    package let endedAtMilliseconds: Int64?
    /// How it ended; nil like its end.
    package let exitCode: Int?
    /// What it left behind; nil like its end.
    package let tally: BatchTally?

    /// Describes a run that a ledger has.
    package init(
        id: Int64, campaign: Campaign, settingsJSON: String, startedAtMilliseconds: Int64,
        endedAtMilliseconds: Int64?, exitCode: Int?, tally: BatchTally?
    ) {
        self.id = id
        self.campaign = campaign
        self.settingsJSON = settingsJSON
        self.startedAtMilliseconds = startedAtMilliseconds
        self.endedAtMilliseconds = endedAtMilliseconds
        self.exitCode = exitCode
        self.tally = tally
    }
}
