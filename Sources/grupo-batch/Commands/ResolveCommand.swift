import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Reporting
import Text

/// `grupo-batch resolve MANIFEST`: a person's verdict on rows whose outcome is unknown.
struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "A person's verdict on rows whose outcome is unknown.",
        discussion: HelpText.page(
            "grupo-batch resolve recipients.csv --row 14 --row 20-25 --as sent",
            "grupo-batch resolve recipients.csv --all --as not-sent",
            "grupo-batch resolve recipients.csv --row 14 --as unknown",
            "grupo-batch resolve recipients.csv --export unknown.xlsx",
            "grupo-batch resolve recipients.csv --from unknown.xlsx",
            "grupo-batch resolve recipients.csv --interactive",
            paragraphs: """
                Look the rows up on the site first. With --as sent they are done; with --as not-sent the next send sends them \
                again, so for --all, and for ranges that take in all of them and more, it lists them and asks (--yes answers); \
                --as unknown takes a verdict back, while nothing was sent for it. For many rows, --export writes those that are unknown \
                to a table; write sent or not-sent under its column verdict, in a spreadsheet if you like, and give it back with \
                --from, which shows what it would record and asks. --from also takes the lines that send prints of results \
                that a failing disk did not take.
                """, HelpText.lookupExitCodes(isWriting: true)))

    @Argument(help: "The list that was sent.", completion: .manifest)
    var manifest: String

    @Option(
        help: ArgumentHelp("Rows, as the report numbers them: 14 or 20-25; repeatable.", valueName: "rows"),
        transform: RowRange.read)
    var row: [RowRange] = []

    @Flag(help: "Every row whose outcome is unknown; with --as unknown every row with a verdict.")
    var all = false

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("What became of them: sent, not-sent, or unknown after all.", valueName: "verdict"))
    var verdict: PersonVerdict?

    @Option(
        help: ArgumentHelp(
            "Verdicts in a table of --export, saved as CSV, .xlsx or .ods, or results a failing disk did not take, as send printed them.",
            valueName: "file"),
        completion: .file())
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Write the unknown rows here, .csv or .xlsx (- for CSV on standard output), to look them up.",
            valueName: "file"),
        completion: .file())
    var export: String?

    @Flag(help: "Show each unknown row and ask what became of it.")
    var interactive = false

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var batch: BatchArguments

    func validate() throws {
        let ways = [!row.isEmpty, all, from != nil, export != nil, interactive].count { $0 }
        guard ways == 1 else {
            throw ValidationError("Give one of --row N, --all, --export FILE, --from FILE or --interactive.")
        }
        let namesRows = !row.isEmpty || all
        guard namesRows || verdict == nil else {
            throw ValidationError("--as is for --row and --all; \(ownWay) leave it out.")
        }
        if let export, export != "-", !export.lowercased().hasSuffix(".csv"), !Self.isWorkbook(export) {
            throw ValidationError("--export \(export): name it .csv or .xlsx, or - for CSV on standard output.")
        }
        guard !namesRows || verdict != nil else {
            throw ValidationError("Say what became of them: --as sent, --as not-sent or --as unknown.")
        }
    }

    /// What says for rows that are not named here what became of them, in half a sentence.
    private var ownWay: String {
        if from != nil { return "the file of --from says itself what became of its rows;" }
        return interactive ? "--interactive asks for each;" : "--export records nothing;"
    }

    func run() throws {
        if let export { return try writeSheet(to: export) }
        guard !interactive || Console.canAsk else {
            throw Failure(.usage, "--interactive needs a terminal to ask at; use --export and --from instead.")
        }
        LostOutput.isNotAll()
        let environment = ProcessInfo.processInfo.environment
        let input = try ManifestInput(manifest, named: batch.store.manifestName, environment: environment)
        let address = try batch.withRecord(of: input, environment) { _, ledger in ledger.address }
        let summary: BatchVerdict.Summary
        do {
            let ledger = try LedgerFactory().openForWriting(
                address, command: "resolve \(manifest)", for: .resolving)
            defer { ledger.close() }
            let query = try batch.query(input, environment)
            guard let record = try BatchRecord(query, in: ledger) ?? BatchRecord.byRows(query, in: ledger) else {
                throw Failure(
                    .unreadable,
                    """
                    The ledger does not know \(DisplayText.oneLine(manifest)) any more. 'grupo-batch status' lists what was sent from here.
                    """)
            }
            summary = try resolve(record, ledger)
        } catch {
            throw RunFault.named(error)
        }
        withExtendedLifetime(input) {}
        show(summary)
    }

    private func resolve(_ record: BatchRecord, _ ledger: any Ledger) throws -> BatchVerdict.Summary {
        if interactive { return try askEach(of: record, in: ledger) }
        if let from {
            if let sheet = try VerdictSheet(path: from) {
                return try self.record(sheet, from: from, of: record, in: ledger)
            }
            let found = try BatchVerdict.find(try RescueLine.read(from), from: from, of: record, in: ledger)
            if !batch.yes, found.isAll, found.sentAgain > 0 {
                let listed = try BatchVerdict.firstSentAgain(found, of: record, limit: Confirmation.rowsShown)
                try Confirmation.askToSendAgain(found.sentAgain, listed, accordingTo: from)
            }
            return try BatchVerdict.record(found, in: ledger)
        }
        guard let verdict else { return BatchVerdict.Summary() }
        let mustAsk = verdict == .notSent && !batch.yes
        guard all else {
            let rows = row.map(\.rows)
            let found = try BatchVerdict.find(rows, of: record, for: verdict, limit: Confirmation.rowsShown)
            if mustAsk, found.isAsGoodAsAll { try Confirmation.askToSendAgain(found.count, found.first) }
            return try BatchVerdict.record(found, in: ledger, as: verdict)
        }
        if mustAsk { try Confirmation.askToSendAgain(record) }
        return try BatchVerdict.recordAll(of: record, in: ledger, as: verdict)
    }

    private func show(_ summary: BatchVerdict.Summary) {
        guard !json else {
            return Console.out(JSONText.of(["resolved": summary.recorded, "passed_over": summary.passedOver]))
        }
        let rows = Numbers.count(summary.recorded, "row")
        guard let verdict else {
            guard !interactive else { return Console.out("\(rows) resolved.") }
            let before = summary.passedOver > 0 ? "; \(Numbers.grouped(summary.passedOver)) recorded before" : ""
            return Console.out("\(rows) resolved from \(DisplayText.oneLine(from ?? ""))\(before).")
        }
        let stay = summary.passedOver == 1 ? "stays as it is" : "stay as they are"
        let others = summary.passedOver > 0 ? "; \(Numbers.count(summary.passedOver, "other")) \(stay)" : ""
        guard verdict == .unknown else { return Console.out("\(rows) resolved as \(verdict.rawValue)\(others).") }
        Console.out("\(rows) \(summary.recorded == 1 ? "is" : "are") unknown again\(others).")
    }
}

extension PersonVerdict: ExpressibleByArgument {}
