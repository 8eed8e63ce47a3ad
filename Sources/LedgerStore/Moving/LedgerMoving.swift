import BatchModel

/// A ledger whose whole content can be moved to another one, whatever keeps the two.
package protocol LedgerMoving: LedgerContents {
    /// Where everything it knew was moved to; nil for a ledger that is in use.
    func moved() throws -> MovedLedger?

    /// Makes sure that nobody else could write it since it was opened to be moved.
    func confirmHeld() throws

    /// Remembers that everything it knew is in another ledger now: nothing is sent through it from then on. Call it once that other
    /// ledger has all of it for certain. On disk when this returns.
    ///
    /// - Throws: `LedgerFault`; also when others took this ledger over meanwhile, and then it is not marked.
    func markMoved(to other: MovedLedger) throws

    /// Takes the content of another ledger in, in one transaction that is on disk when this returns; what `body` throws leaves the
    /// ledger as it was. `body` may not call this ledger.
    func takeIn<Value>(_ body: (any MoveTarget) throws -> Value) throws -> Value
}

extension LedgerMoving {
    /// A lock has no end.
    package func confirmHeld() throws {}
}

/// What a ledger knows, a page at a time: each call is a view of its own, so that nobody is kept waiting for long. The pages belong together
/// as long as nobody writes the ledger.
package protocol LedgerContents: Sendable {
    /// All campaigns, in the order they were made, each with the lowest and highest number of the messages that its own are among.
    func reaches() throws -> [CampaignReach]

    /// The messages with the next higher numbers, in order; none after the last.
    func messages(after number: Int64, limit: Int) throws -> [StoredMessage]

    /// A plan as it is stored, from the first run at or behind a position on; none after the last.
    func runs(of plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanRun]

    /// What campaigns counted as sent that others had, in order, after one of them.
    func counted(after last: CountedMessage?, limit: Int) throws -> [CountedMessage]

    /// Which messages are one row, in the order of their numbers, after one of them.
    func versions(after number: Int64, limit: Int) throws -> [MessageVersion]

    /// What persons said yes to.
    func answers() throws -> [CampaignAnswer]

    /// The reports that runs put in their places.
    func ownReports() throws -> [(path: String, report: OwnReport)]

    /// The sites of which the pacer kept anything.
    func pacedSites() throws -> [String]

    /// The tokens of the moves that it took in.
    func tokens() throws -> [String]
}

/// What a ledger that takes another one's content in does with its parts, in one transaction. All numbers are this ledger's own.
package protocol MoveTarget: AnyObject {
    /// Whether it holds no message yet, so that none need be looked for.
    var isEmpty: Bool { get }

    /// Remembers that messages may be known by names of the earlier rule; false where the ledger cannot find such ones.
    func admitEarlierNames() throws -> Bool

    /// The number of a campaign, made if there is none.
    func campaign(_ identity: CampaignIdentity) throws -> Int64

    /// Messages by their identities, by their places in the list.
    func find(_ identities: [MessageIdentity]) throws -> [Int: KnownContent]

    /// Adds messages that it does not have, and returns the first one's number; the others follow it.
    func insert(_ messages: [StoredMessage]) throws -> Int64

    /// Gives messages, by the number each has, what became of them.
    func overwrite(_ messages: [StoredMessage]) throws

    /// Widens the range of messages among which a campaign's own are found.
    func extendReach(of campaign: Int64, to reach: ClosedRange<Int64>) throws

    /// Counts messages as sent from the files of campaigns although others sent them.
    func count(_ messages: [CountedMessage]) throws

    /// When the run began that made a campaign's plan; nil where it has none.
    func planStart(of campaign: Int64) throws -> Int64?

    /// Makes a plan without rows a campaign's current one, and returns its number.
    func replacePlan(of campaign: Int64, with description: PlanDescription, rows: Int) throws -> Int64

    /// Adds runs to a plan.
    func append(_ runs: [PlanRun], to plan: Int64) throws

    /// Whether it knows of no corrected row yet, so that none need be looked for.
    var hasNoVersions: Bool { get }

    /// The oldest version of the row that a message is a version of; nil where it is known of none.
    func root(of message: Int64) throws -> Int64?

    /// Remembers versions that it did not know.
    func add(_ versions: [MessageVersion]) throws

    /// Makes all versions of one row those of another.
    func joinVersions(of root: Int64, to other: Int64) throws

    /// Remembers a yes; one that applied to more people stays.
    func remember(_ answer: CampaignAnswer) throws

    /// Remembers a report, unless it knows one at that path and is not to `replace` it.
    func remember(_ report: OwnReport, at path: String, replaces: Bool) throws

    /// When the runs of a campaign began.
    func runStarts(of campaign: Int64) throws -> Set<Int64>

    /// Adds a run behind all others, or before them.
    func insert(_ run: RunRecord, of campaign: Int64, isFirst: Bool) throws

    /// Gives a campaign's run that began when this one did what is known of it now.
    func overwrite(_ run: RunRecord, of campaign: Int64) throws

    /// What the pacer kept for a site.
    func pacing(of site: String) throws -> [String: String]

    /// Keeps values for a site; names that are not given stay as they are.
    func storePacing(of site: String, _ values: [String: String]) throws

    /// Remembers that it took a move in.
    func remember(token: String) throws

    /// Forgets that it was itself moved.
    func forgetMoved() throws

    /// Finishes what was added. Nothing is called after it.
    func finish() throws
}
