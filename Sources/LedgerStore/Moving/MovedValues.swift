import BatchModel

/// Where a ledger went.
package struct MovedLedger: Sendable, Hashable {
    /// How the other ledger is named: without a password, so that it can be named to anybody.
    package var displayName: String
    /// Tells that move from any other: a ledger that has taken it in, or whatever came of one that had, knows everything that was moved.
    package var token: String
    /// When that was, in milliseconds since 1970 (UTC).
    package var atMilliseconds: Int64

    /// Names the other ledger.
    package init(displayName: String, token: String, atMilliseconds: Int64) {
        self.displayName = displayName
        self.token = token
        self.atMilliseconds = atMilliseconds
    }
}

/// A campaign, and the range that its messages are among.
package struct CampaignReach: Sendable, Hashable {
    /// The campaign.
    package var campaign: Campaign
    /// The lowest and highest number; nil when it has no message.
    package var reach: ClosedRange<Int64>?

    /// Puts the two together; a range needs both ends.
    package init(campaign: Campaign, lowest: Int64?, highest: Int64?) {
        self.campaign = campaign
        if let lowest, let highest, lowest <= highest { reach = lowest...highest }
    }
}

/// A message with all that is stored of it.
package struct StoredMessage: Sendable, Hashable {
    /// Its number in its ledger.
    package var id: Int64
    /// What makes it.
    package var identity: MessageIdentity
    /// The digest of its recipient.
    package var recipient: UInt64
    /// Where it stands.
    package var state: DeliveryState
    /// What the attempts of all runs left behind.
    package var trace: AttemptTrace
    /// The campaign that tried it last; nil when none did.
    package var campaign: Int64?

    /// Describes a message.
    package init(
        id: Int64, identity: MessageIdentity, recipient: UInt64, state: DeliveryState, trace: AttemptTrace,
        campaign: Int64?
    ) {
        self.id = id
        self.identity = identity
        self.recipient = recipient
        self.state = state
        self.trace = trace
        self.campaign = campaign
    }
}

/// What a ledger has already of a message that comes to it.
package struct KnownContent: Sendable, Hashable {
    /// Number, state, end, campaign and recipient.
    package var found: FoundMessage
    /// What its attempts left behind.
    package var trace: AttemptTrace

    /// Describes a message.
    package init(found: FoundMessage, trace: AttemptTrace) { (self.found, self.trace) = (found, trace) }
}

/// A message that a campaign counted as sent although another one sent it.
package struct CountedMessage: Sendable, Hashable {
    /// The campaign's number.
    package var campaign: Int64
    /// The message's number.
    package var message: Int64

    /// Names the two.
    package init(campaign: Int64, message: Int64) { (self.campaign, self.message) = (campaign, message) }
}

/// A message that is a version of a manifest's row.
package struct MessageVersion: Sendable, Hashable {
    /// The message's number.
    package var message: Int64
    /// The number of the oldest version.
    package var root: Int64

    /// Names the two.
    package init(message: Int64, root: Int64) { (self.message, self.root) = (message, root) }
}

/// A yes to a question of a campaign.
package struct CampaignAnswer: Sendable, Hashable {
    /// The campaign's number.
    package var campaign: Int64
    /// What was asked.
    package var question: String
    /// To how many people it applied.
    package var recipients: Int

    /// Describes an answer.
    package init(campaign: Int64, question: String, recipients: Int) {
        self.campaign = campaign
        self.question = question
        self.recipients = recipients
    }
}

/// What moving a ledger did.
package struct MoveSummary: Sendable, Hashable {
    /// What became of the messages.
    package var messages = ImportSummary()
    /// Campaigns that were moved.
    package var campaigns = 0
    /// Runs that the other ledger did not have.
    package var runs = 0

    /// Nothing moved yet.
    package init() {}
}
