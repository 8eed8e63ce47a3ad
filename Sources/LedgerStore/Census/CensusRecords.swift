/// What a census asks a database for; all of it in one view of the database.
package protocol CensusRecords {
    /// Whether no run, and no plan that was said yes to, is known of a campaign.
    func isNew(_ campaign: Int64) throws -> Bool

    /// The campaigns of the same site and batch as this one, and those of the same site and file under labels, in the order they were
    /// made; the one itself is among them.
    func campaigns(alike identity: CampaignIdentity) throws -> [(id: Int64, isOfBatch: Bool)]

    /// What makes a campaign; nil when there is none.
    func identity(of campaign: Int64) throws -> CampaignIdentity?

    /// Whether a campaign sent a message, or may have.
    func hasServed(_ campaign: Int64) throws -> Bool

    /// Whether a campaign counted a message as sent that another one sent.
    func hasCounted(_ campaign: Int64) throws -> Bool

    /// Visits the messages that a campaign sent, or may have sent.
    func forEachServed(by campaign: Int64, _ body: (ServedMessage) throws -> Void) throws

    /// Visits the messages that a campaign counted as sent when another one had.
    func forEachCounted(by campaign: Int64, _ body: (ServedMessage) throws -> Void) throws

    /// Visits all messages that were sent, or may have been, whoever sent them.
    func forEachServed(_ body: (ServedMessage) throws -> Void) throws

    /// Visits the messages of a campaign's last plan by their numbers, as many as follow one another at a time.
    func forEachPlanned(by campaign: Int64, _ body: (Range<Int>) throws -> Void) throws

    /// A place for rows that wait, without rows.
    func waitingRows() throws -> any WaitingRows
}

/// A message that was sent, or may have been.
package struct ServedMessage: Sendable, Hashable {
    /// Its number.
    package var entry: Int64
    /// The digest of its recipient.
    package var recipient: UInt64
    /// When the last attempt ended, in milliseconds since 1970 (UTC).
    package var finishedAt: Int64?
    /// Whether it was sent for certain.
    package var isSent: Bool

    /// Describes a message.
    package init(entry: Int64, recipient: UInt64, finishedAt: Int64?, isSent: Bool) {
        self.entry = entry
        self.recipient = recipient
        self.finishedAt = finishedAt
        self.isSent = isSent
    }
}
