import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Reporting
import Text

/// What `status` lists without a manifest: batches, the latest first.
struct HistoryListing {
    private static let listed = 20

    private let batch: BatchArguments
    private let all: Bool
    private let json: Bool

    /// `all` lists more than the last twenty.
    init(_ batch: BatchArguments, all: Bool, json: Bool) {
        self.batch = batch
        self.all = all
        self.json = json
    }

    /// The options on the command line that say how a manifest is read, and so nothing to a list of batches.
    static var optionsWithoutEffect: [String] {
        let typed = Settings.current?.typed(in: ReadingArguments.self) ?? []
        return typed.filter { $0 != "batch" }
    }

    private struct History: Encodable {
        var batches: [BatchStatus]
        var leftOut: Int
    }

    /// Prints the list.
    func show(_ environment: [String: String]) throws {
        let site = try typedSite
        let history = BatchHistory(
            ledgers: try ledgers(environment), through: LedgerFactory(), batch: label, site: site,
            limit: all ? nil : Self.listed)
        if typed("ledger", batch.store.ledger) != nil, let fault = history.passedOver.first {
            throw RunFault.ledger(fault)
        }
        for fault in history.passedOver {
            Console.err("Passed over: \(DisplayText.oneLine("\(fault)", limit: 1_000))")
        }
        let batches = history.batches.map(BatchStatus.init)
        guard !json else { return Console.out(JSONText.of(History(batches: batches, leftOut: history.leftOut))) }
        if batches.isEmpty { Console.err(nothing(site)) }
        let style = Style(.auto, isTerminal: Console.outputIsTerminal)
        for line in HistoryPage(style: style).lines(batches) { Console.out(line) }
        if history.leftOut > 0 {
            Console.err("\(Numbers.count(history.leftOut, "earlier batch", "earlier batches")): --all lists them.")
        }
    }

    private var label: BatchFilter { batch.reading.batch.map { .named($0.isEmpty ? nil : $0) } ?? .any }

    /// That there is nothing to list, and of what.
    private func nothing(_ site: String?) -> String {
        var words = "Nothing was sent" + (site.map { " to \(DisplayText.oneLine($0))" } ?? "") + " from here yet"
        if let label = batch.reading.batch {
            words += label.isEmpty ? " without a batch label" : " with the batch label “\(DisplayText.oneLine(label))”"
        }
        if let ledger = typed("ledger", batch.store.ledger) {
            words += " that the ledger \(shown(LedgerAddress(ledger))) knows of"
        }
        return words + (isNarrowed || batch.reading.batch != nil ? "; status alone lists every batch." : ".")
    }

    /// The ledgers that are asked for; without an option those in the state folder, and all that the user's runs named.
    private func ledgers(_ environment: [String: String]) throws -> [LedgerAddress] {
        if let ledger = typed("ledger", batch.store.ledger).map(LedgerAddress.init) {
            guard ledger.path.map(FileManager.default.fileExists) ?? true else {
                throw Failure(.unreadable, "There is no ledger at \(shown(ledger)). Check the path.")
            }
            return [ledger]
        }
        var addresses = Paths.ledgers(environment)
        do {
            if let configured = batch.store.ledger, !configured.isEmpty {
                addresses.append(LedgerAddress(configured))
            }
            addresses += try SendingRegistry(Paths.sendingFolder(environment)).ledgers().sorted().map(
                LedgerAddress.init)
        } catch {
            throw RunFault.named(error)
        }
        var seen: Set<String> = []
        return addresses.filter { seen.insert($0.path.map(BatchRecord.realPath) ?? $0.description).inserted }
    }

    private func shown(_ ledger: LedgerAddress) -> String { DisplayText.oneLine(ledger.description, limit: 1_000) }

    /// The site that was asked for; a setting says where to send, not what to look at.
    private var typedSite: String? {
        get throws { typed("site", batch.site.site) == nil ? nil : try batch.site.address()?.canonical }
    }

    private var isNarrowed: Bool {
        typed("ledger", batch.store.ledger) != nil || typed("site", batch.site.site) != nil
    }

    /// An option's value if it stands on the command line.
    private func typed(_ name: String, _ value: String?) -> String? {
        guard let value, !value.isEmpty, !Settings.isConfigured(name) else { return nil }
        return value
    }
}
