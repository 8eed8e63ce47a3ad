import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting
import Text

/// What the ledger knows of one manifest, read without sending: for `report`, `status` and `resolve`.
package struct BatchRecord {
    /// The manifest, opened the way it was last sent.
    package let manifest: Manifest
    /// The campaign's current plan.
    package let plan: StoredPlan
    /// The last run.
    package let run: RunRecord
    let ledger: any Ledger
    private let reading: ReadingOptions
    private let exclusion: String?
    /// Whether the ledger does not tell how the manifest was read, so that its rows cannot be recognised by content.
    let lacksOptions: Bool
    /// Whether this path was never sent, and the record is that of another one, found by the rows.
    package let isByRows: Bool

    /// What to look for; what is nil comes from the manifest's last run.
    package struct Query {
        /// The manifest.
        package var source: ManifestSource
        /// The site's canonical address.
        package var site: String?
        /// The batch label.
        package var batch: String?
        /// What to change in the way the manifest was last read.
        package var reading: ((inout ReadingOptions) -> Void)?

        /// Asks for a manifest's last run.
        package init(_ source: ManifestSource) { self.source = source }
    }

    /// Finds the record; nil when this ledger knows nothing of the manifest.
    ///
    /// - Throws: `RunFault`.
    package init?(_ query: Query, in ledger: any Ledger) throws {
        let path = query.source.ledgerPath(ofPath: Self.realPath(query.source.path), in: ledger.address)
        let batch: BatchFilter = query.batch.map { .named($0.isEmpty ? nil : $0) } ?? .any
        guard
            let run = try ledger.latestRun(manifest: path, site: query.site, batch: batch),
            let plan = try ledger.storedPlan(run.campaign)
        else { return nil }
        try self.init(query, run, plan, in: ledger, isByRows: false)
    }

    init(_ query: Query, _ run: RunRecord, _ plan: StoredPlan, in ledger: any Ledger, isByRows: Bool) throws {
        let stored = StoredSettings(json: run.settingsJSON)
        var reading = stored?.reading ?? ReadingOptions()
        query.reading?(&reading)
        self.reading = reading
        exclusion = stored?.exclusion
        lacksOptions = stored.map { _ in StoredSettings.lacksMessage(reading) } ?? (query.reading == nil)
        // What only a send needs may be gone by now.
        manifest = try query.source.open(
            reading, IdentityScope(site: run.campaign.identity.site, batch: run.campaign.identity.batch),
            sparing: Set(RowDefault.allCases))
        self.plan = plan
        self.run = run
        self.ledger = ledger
        self.isByRows = isByRows
    }

    /// Whether the manifest is still the file the plan was made from.
    package func isUnchanged() throws -> Bool { try manifest.inputDigest().description == plan.description.inputDigest }

    /// What reports say of the batch as a whole.
    package var context: ReportContext {
        var context = ReportContext()
        context.manifest = manifest.displayName
        context.site = run.campaign.identity.site
        context.batch = run.campaign.identity.batch
        // `ledger forget` leaves it empty.
        context.manifestDigest = plan.description.inputDigest.isEmpty ? nil : plan.description.inputDigest
        context.planDigest = plan.description.planDigest.isEmpty ? nil : plan.description.planDigest
        context.startedAtMilliseconds = run.startedAtMilliseconds
        context.finishedAtMilliseconds = run.endedAtMilliseconds
        context.createdAtMilliseconds = WallClock.milliseconds
        context.add(exclusion: exclusion)
        return context
    }

    /// Writes a report of every row that `filter` takes, by the plan, or by content when the manifest was edited.
    ///
    /// Returns the counts of all rows and of those written.
    /// `wayBack` is that of the writer of a file to be sent again.
    package func report(
        to writers: [any ReportWriter], _ filter: RowFilter = RowFilter(), wayBack: String? = nil,
        progress: @escaping (Int, Int) -> Void = { _, _ in }
    ) throws -> (all: BatchTally, written: BatchTally) {
        let isSame = try isUnchanged()
        let isSavedAnew = try !isSame && hasPlannedRows()
        let missing = lacksOptions ? nil : try manifest.missingContent()
        let isTold = isSavedAnew || !lacksOptions && missing == nil
        guard isSame || isTold else { throw editedBeyondKnowing(missing) }
        let isPlanned = isSame || isSavedAnew
        let entries: any EntrySource =
            isPlanned ? PlannedEntries(ledger, plan) : try LookedUpEntries(manifest, ledger)
        let leftOut = isTold ? try LeftOutRows(manifest, ledger, plan, isUnchanged: isPlanned) : LeftOutRows()
        var identities: [MessageIdentity?] = []
        // What a ledger of the earlier rule calls a row is not what the row will be called when it is sent again.
        if wayBack != nil, isTold, try ledger.mayHoldEarlierNames() { identities = try manifest.identities() }
        let totals = try ReportBuilder(
            manifest: manifest, entries: entries, selection: RowSelection(), leftOut: leftOut, filter: filter,
            wayBack: wayBack, identities: identities, progress: { [rows = plan.rows] in progress($0, rows) }
        ).write(to: writers)
        return (totals.statistics.tally, totals.written)
    }

    /// Of an edited manifest rows are known by their content alone; `missing` is what of it cannot be had, nil when the ledger does
    /// not hold it.
    private func editedBeyondKnowing(_ missing: ManifestFault?) -> RunFault {
        guard let missing else {
            guard !wasForgotten else {
                return .refused(
                    problem:
                        "How your list was sent was forgotten (ledger forget), and its rows are not known by themselves.",
                    remedy: "Give the options it was sent with, such as \(option: .message) and \(option: .sender).")
            }
            return .refused(
                problem:
                    "Your list was edited since its last run, whose message or options the ledger does not hold.",
                remedy: "Give the options it was sent with, such as \(option: .message) and \(option: .sender).")
        }
        let place = missing.location.file
        return .refused(
            problem: """
                Your list was edited since its last run, so its rows are known by what was sent, and for rows without their own \
                value that is missing: \(place): \(missing.problem)
                """,
            remedy: "Put back what was there, name it with the option it was sent with, or undo the edit.")
    }

    /// What leads from a folder to the one that attachment paths of the manifest start from; empty when they are the same.
    ///
    /// The folder is absolute and without links.
    package func wayBack(from folder: String) -> String {
        FolderWay.relative(from: folder, to: manifest.attachmentsBase)
    }

    /// How rows are written that are to be sent again, to a file of an ending, or else of the manifest's own kind.
    package func resendStyle(_ ending: ResendEnding?, wayBack: String) throws -> ResendStyle {
        let form = try manifest.originalForm(wayBack: wayBack)
        return ResendStyle(form: form, ending: ending, encoding: ManifestEncoder(form.encoding))
    }

    /// A path with its links resolved; the path itself when there is no such file.
    package static func realPath(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
