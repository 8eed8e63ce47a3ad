import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import GrupoAPI
import LedgerStore
import Manifests

/// Which batch a command that does not send is about.
struct BatchArguments: ParsableArguments {
    @OptionGroup(title: "Site") var site: SiteArguments
    @OptionGroup(title: "Reading") var reading: ReadingArguments
    @OptionGroup(title: "Ledger") var store: LedgerArguments
    @OptionGroup(title: "Configuration") var configuration: ConfigurationArguments

    @Flag(name: .shortAndLong, help: "Answer yes to what resolve asks; other commands that only look ask nothing.")
    var yes = false

    /// The ledgers that may know the manifest.
    func ledgers(_ environment: [String: String]) throws -> [LedgerAddress] {
        store.addresses(site: try site.address(), environment: environment)
    }

    /// What to look for in a ledger.
    func query(_ manifest: ManifestInput, _ environment: [String: String]) throws -> BatchRecord.Query {
        var query = BatchRecord.Query(manifest.source)
        query.site = try site.address()?.canonical
        query.batch = reading.batch
        query.reading = try reading.changes()
        return query
    }

    /// Opens a ledger for reading; a file of somebody else's in the state directory is passed over.
    private func open(_ address: LedgerAddress) throws -> (any Ledger)? {
        do {
            return try LedgerFactory().openForReading(address)
        } catch LedgerFault.notALedger where store.ledger == nil {
            Console.err("Passed over: \(DisplayText.oneLine(address.description, limit: 1_000)) is not a ledger.")
            return nil
        }
    }

    /// The record with the latest run that `find` finds among the ledgers.
    private func latest(
        _ environment: [String: String], _ find: (any Ledger) throws -> BatchRecord?
    ) throws -> (record: BatchRecord, ledger: any Ledger)? {
        var best: (record: BatchRecord, ledger: any Ledger)?
        for address in try ledgers(environment) {
            guard let ledger = try open(address), let record = try find(ledger) else { continue }
            if best.map({ $0.record.run.startedAtMilliseconds < record.run.startedAtMilliseconds }) ?? true {
                best = (record, ledger)
            }
        }
        return best
    }

    /// Why there is no record of a manifest: where it was looked for, and what was not tried yet.
    private func strange(_ manifest: ManifestInput) throws -> Failure {
        var (subject, others) = ("No ledger knows", ["the ledger with --ledger", "the site with --site"])
        if let name = store.ledger, !name.isEmpty {
            let shown = DisplayText.oneLine(LedgerAddress(name).description, limit: 1_000)
            subject = "The ledger \(shown) does not know"
            others = ["another ledger with --ledger"]
        } else if let address = try site.address() {
            subject = "The ledger of \(DisplayText.oneLine(address.canonical, limit: 1_000)) does not know"
            others = ["another site with --site", "the ledger with --ledger"]
        }
        var name = DisplayText.oneLine(manifest.name)
        if let label = reading.batch {
            name += label.isEmpty ? " without a batch label" : " as batch “\(DisplayText.oneLine(label))”"
            others.append("another label with --batch")
        }
        let last = others.count > 1 ? " or \(others.removeLast())" : ""
        let options = try reading.changes() == nil ? "the options" : "all options"
        let remedy = """
            'grupo-batch status' lists what was sent from here. Name \(others.joined(separator: ", "))\(last); for a list that was \
            moved, or is a part of one, give \(options) that was sent with.
            """
        return Failure(.unreadable, "\(subject) \(name): it was not sent so yet. \(remedy)", remedy: remedy)
    }

    /// Finds the manifest's record with the latest run among the ledgers, and hands it to `body`.
    func withRecord<Value>(
        of manifest: ManifestInput, _ environment: [String: String], _ body: (BatchRecord, any Ledger) throws -> Value
    ) throws -> Value {
        let best: (record: BatchRecord, ledger: any Ledger)?
        do {
            best =
                try latest(environment) { try BatchRecord(try query(manifest, environment), in: $0) }
                ?? latest(environment) { try BatchRecord.byRows(try query(manifest, environment), in: $0) }
        } catch {
            throw RunFault.named(error)
        }
        guard let best else {
            if manifest.source.ledgerName == nil, !FileManager.default.fileExists(atPath: manifest.source.path) {
                throw Failure(.unreadable, "There is no file \(DisplayText.oneLine(manifest.name)); check the path.")
            }
            throw try strange(manifest)
        }
        defer { best.ledger.close() }
        if let moved = try? best.ledger.moved() {
            Console.err(
                """
                The ledger \(DisplayText.oneLine(best.ledger.displayName, limit: 1_000)) was moved to \(MovedText.words(moved)): what was \
                sent since is known there alone.
                """)
        }
        for remark in store.remarks(best.ledger.address) { Console.err(remark.problem) }
        if best.record.isByRows {
            let path = best.record.run.campaign.identity.manifestPath
            Console.err(
                """
                \(DisplayText.oneLine(manifest.name)) was not sent under this name; it is known by its rows, which are those of \
                \(DisplayText.oneLine(path, limit: 1_000)).
                """)
        }
        do {
            return try body(best.record, best.ledger)
        } catch {
            throw RunFault.named(error)
        }
    }
}
