import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import GrupoAPI
import LedgerStore
import Manifests

/// Which batch a command that does not send is about.
struct BatchArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the site (that of the manifest's last run).", valueName: "url"))
    var site: String?

    @Flag(name: .customLong("allow-http"), help: "Let the site's address be http://.")
    var allowHTTP = false

    @Option(help: ArgumentHelp("Label of the batch (that of the manifest's last run).", valueName: "name"))
    var batch: String?

    @Option(help: ArgumentHelp("The ledger's file; or GRUPO_LEDGER.", valueName: "path"))
    var ledger: String?

    /// The ledgers that may know the manifest: the one named, the site's, or every one in the state directory.
    func ledgerPaths(_ environment: [String: String]) throws -> [String] {
        if let path = ledger ?? environment["GRUPO_LEDGER"], !path.isEmpty { return [path] }
        if let address = try address(environment) {
            return [Paths.ledger(option: nil, site: address, environment: environment)]
        }
        let folder = Paths.stateFolder(environment)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".sqlite") }.sorted().map { "\(folder)/\($0)" }
    }

    /// The site's address, if the option or the environment names one.
    func address(_ environment: [String: String]) throws -> SiteAddress? {
        guard let text = site ?? environment["GRUPO_SITE"], !text.isEmpty else { return nil }
        do {
            return try SiteAddress(text, allowHTTP: allowHTTP)
        } catch {
            throw Failure(.usage, "\(site == nil ? "GRUPO_SITE" : "--site"): \(error)")
        }
    }

    /// What to look for in a ledger.
    func query(_ manifest: ManifestInput, _ environment: [String: String]) throws -> BatchRecord.Query {
        var query = BatchRecord.Query(manifest.source)
        query.site = try address(environment)?.canonical
        query.batch = batch
        return query
    }

    /// Finds the manifest's record with the latest run among the ledgers, and hands it to `body`.
    func withRecord<Value>(
        of manifest: ManifestInput, _ environment: [String: String], _ body: (BatchRecord, Ledger) throws -> Value
    ) throws -> Value {
        var best: (record: BatchRecord, ledger: Ledger)?
        do {
            for path in try ledgerPaths(environment) {
                guard
                    let ledger = try Ledger.openForReading(at: path),
                    let record = try BatchRecord(try query(manifest, environment), in: ledger)
                else { continue }
                if best.map({ $0.record.run.startedAtMilliseconds < record.run.startedAtMilliseconds }) ?? true {
                    best = (record, ledger)
                }
            }
        } catch {
            throw RunFault.named(error)
        }
        guard let best else {
            throw Failure(
                .unreadable,
                """
                No ledger knows \(DisplayText.oneLine(manifest.name)): it was not sent from here yet. Name the ledger with --ledger, or \
                the site with --site.
                """)
        }
        defer { best.ledger.close() }
        do {
            return try body(best.record, best.ledger)
        } catch {
            throw RunFault.named(error)
        }
    }
}
