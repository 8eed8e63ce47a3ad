import BatchModel
import GrupoAPI
import LedgerStore
import Manifests
import TestSupport
import Testing

@testable import BatchEngine

/// A manifest in a folder of its own, a ledger in memory, and a site that answers by a script.
struct RunBench {
    static let sent = AttemptResult(.sent, httpStatus: 200)
    static let refused = AttemptResult(.rejected, errorKey: "user_not_found", httpStatus: 200)
    static let unknown = AttemptResult(.unknown, errorKey: "client.timeout")

    let folder: TemporaryDirectory
    let ledgers = MemoryLedgers()
    let address = LedgerAddress("ledger")

    /// A manifest with these rows, each `user,message`.
    init(_ rows: [String]) throws {
        folder = try TemporaryDirectory()
        try write(rows)
    }

    /// A manifest for the users `user1`, `user2`, …
    init(users: Int) throws { try self.init((1...users).map { "user\($0),hello" }) }

    /// Puts other rows in the manifest's place, or in that of another one.
    @discardableResult
    func write(_ rows: [String], to name: String = "list.csv") throws -> String {
        try folder.write("user,message\n" + rows.map { $0 + "\n" }.joined(), to: name)
    }

    /// What a run of a manifest is told, unless `configure` says otherwise.
    func settings(
        _ name: String = "list.csv", _ configure: (inout RunSettings) throws -> Void = { _ in }
    ) throws -> RunSettings {
        var reading = ReadingOptions()
        reading.defaultSender = "admin"
        var delivery = DeliverySettings()
        delivery.retry = RetryPolicy(retries: 0)
        var settings = RunSettings(
            source: ManifestSource(path: folder.file(name)), reading: reading,
            site: try SiteAddress("https://chat.example", allowHTTP: false), batch: nil, selection: RowSelection(),
            delivery: delivery, ledger: address, ledgers: ledgers, reports: [], commandName: "send \(name)")
        try configure(&settings)
        return settings
    }

    /// Sends a manifest to a site that takes everything, unless `answers` has something else for a user. Returns whom it was sent to.
    @discardableResult
    func send(
        _ name: String = "list.csv", _ answers: [String: AttemptResult] = [:], hooks: RunHooks = RunHooks(),
        stop: StopSignal = StopSignal(), _ configure: (inout RunSettings) throws -> Void = { _ in }
    ) async throws -> (summary: RunSummary, users: [String]) {
        let site = ScriptedSite { message, _ in answers[message.user] ?? Self.sent }
        let run = BatchRun(try settings(name, configure), hooks: hooks, stop: stop)
        return (try await run.send { _, _ in site }, site.users)
    }

    /// Expects a run to be refused, and returns the words of the refusal. Nothing is sent.
    func refusal(
        _ name: String = "list.csv", hooks: RunHooks = RunHooks(),
        _ configure: (inout RunSettings) throws -> Void = { _ in }
    ) async throws -> String {
        let site = ScriptedSite { _, _ in Self.sent }
        let run = BatchRun(try settings(name, configure), hooks: hooks, stop: StopSignal())
        let fault = await #expect(throws: RunFault.self) { try await run.send { _, _ in site } }
        #expect(site.users.isEmpty)
        guard case .refused(let problem, let remedy) = fault else { return "\(String(describing: fault))" }
        return "\(problem) \(remedy)"
    }

    /// What the ledger has by now.
    func ledger() throws -> any Ledger { try #require(try ledgers.openForReading(address)) }

    /// Where the rows of a manifest's current plan stand.
    func outcomes(_ name: String = "list.csv") throws -> [Outcome] {
        let ledger = try ledger()
        let run = try #require(try ledger.latestRun(manifest: folder.file(name)))
        let plan = try #require(try ledger.storedPlan(run.campaign))
        return try ledger.entries(plan, from: 0, limit: .max).map(\.outcome)
    }

    /// Leaves rows of the manifest claimed, as a run does that dies while they are in flight.
    func die(claiming positions: [Int]) async throws {
        let ledger = try ledgers.openForWriting(address, command: "dies")
        defer { ledger.close() }
        let run = try #require(try ledger.latestRun(manifest: folder.file("list.csv")))
        let plan = try #require(try ledger.storedPlan(run.campaign))
        let entries = try ledger.entries(plan, from: 0, limit: .max)
        try await ledger.carryOut(claiming: positions.compactMap { entries[$0].entry?.id }, for: run.campaign)
    }
}
