import BatchModel
import Files
import GrupoAPI
import LedgerStore
import Manifests
import Reporting

/// Everything a run is told, checked once and passed down.
package struct RunSettings: Sendable {
    /// The manifest.
    package var source: ManifestSource
    /// How the manifest is read.
    package var reading: ReadingOptions
    /// Which site the messages go to.
    package var site: SiteAddress
    /// The label that is part of every row's identity.
    package var batch: String?
    /// Which rows are sent.
    package var selection: RowSelection
    /// How they are sent.
    package var delivery: DeliverySettings
    /// Where the ledger is.
    package var ledger: LedgerAddress
    /// What opens it, and the ledgers of other runs.
    package var ledgers: any LedgerOpener
    /// The folder in which the runs of this user tell each other what they send; nil for a run that records nothing.
    package var sendingFolder: SendingFolder?
    /// Where the reports go; checked already.
    package var reports: [ReportDestination]
    /// What reports say of the batch beyond what the run itself knows: manifest, program, options, commands.
    package var reportContext = ReportContext()
    /// Where an earlier report of this manifest would lie.
    package var priorReports: [PriorReportPlace] = []
    /// Why a report cannot be written where a report of ours lies that another program saved; what that proves is looked at first.
    package var foreignReport: FileFault?
    /// Begin CSV reports with a byte-order mark, for Excel.
    package var byteOrderMark: Bool = false
    /// What the program itself found that a person must say yes to.
    package var questions: [RunQuestion] = []
    /// Send only if the plan is the one that was printed so.
    package var expectedPlan: String?
    /// Where the values for rows without their own came from; what is not named was typed.
    package var origins: [RowDefault: OptionOrigin] = [:]
    /// How other options are to be named, by their names, where not as they are typed.
    package var optionNames: [String: String] = [:]
    /// What the program itself has to say of its options.
    package var remarks: [RunNotice] = []
    /// How many messages to render for a preview.
    package var previews: Int = 1
    /// What to do with recipients who were served already and whose row was edited.
    package var editedRows: EditedRowsChoice = .refuse
    /// What the program knows of the site's answers that is no setting of the engine's, a sentence each: all who send a run together must
    /// know the same.
    package var siteFacts: [String] = []
    /// Leave a run that others send as soon as there is nothing left for this sender.
    package var leavesWhenIdle = false
    /// What to call this run in the message to whoever finds the ledger locked.
    package var commandName: String

    /// Puts the settings together.
    package init(
        source: ManifestSource, reading: ReadingOptions, site: SiteAddress, batch: String?,
        selection: RowSelection, delivery: DeliverySettings, ledger: LedgerAddress, ledgers: any LedgerOpener,
        reports: [ReportDestination], commandName: String
    ) {
        self.source = source
        self.reading = reading
        self.site = site
        self.batch = batch
        self.selection = selection
        self.delivery = delivery
        self.ledger = ledger
        self.ledgers = ledgers
        self.reports = reports
        self.commandName = commandName
    }
}

/// What to do with a row whose recipient was already sent something from this file that is no longer in it.
package enum EditedRowsChoice: Sendable, Hashable {
    /// Send nothing and say so.
    case refuse
    /// Send the row as a second message.
    case resend
    /// Leave the row out.
    case keepServed
}
