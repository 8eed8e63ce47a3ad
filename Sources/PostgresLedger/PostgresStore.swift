import Dispatch
import Foundation
import LedgerStore
import Synchronization

/// A ledger in a PostgreSQL database.
///
/// Open for writing it is a member: it has a lease, which every commit renews and a timer while nothing is committed. Several members may
/// send one run, and verdicts be given beside them; whatever else is written needs the ledger at rest. All methods run one after the
/// other on the ledger's own queue, over one connection.
package final class PostgresStore: Ledger {
    let session: Session
    package let recovered: Int
    package let joined: FleetRun?
    private let isWriter: Bool
    private let renewal: Mutex<(any DispatchSourceTimer)?>

    init(_ session: Session, recovered: Int, isWriter: Bool, joined: FleetRun? = nil) {
        self.session = session
        self.joined = joined
        self.recovered = recovered
        self.isWriter = isWriter
        renewal = Mutex(isWriter ? session.renewalTimer() : nil)
    }

    deinit { close() }

    /// The version of the libpq in use.
    package static var libpqVersion: String { Connection.libraryVersion }

    /// Opens a ledger for writing, takes over from senders that are surely dead or whose lease has ended, and turns what they left
    /// claimed into unknown. `command` tells others what the holder is doing.
    ///
    /// - Throws: `LedgerFault`; `locked` while another one may live that `purpose` cannot stand beside, `starting` while one is about to begin
    ///   or to end what could be joined, `moved` when another ledger took its place, `notMade` where there is no ledger.
    package static func openForWriting(
        _ address: LedgerAddress, command: String, for purpose: WritingPurpose = .alone
    ) throws -> PostgresStore {
        let store = try open(address, command: command, for: purpose)
        do {
            // Whoever moves it looks for others after it said so; this is one of them by now.
            try store.refuseMoved()
        } catch {
            store.close()
            throw error
        }
        return store
    }

    static func open(
        _ address: LedgerAddress, command: String, for purpose: WritingPurpose = .alone
    ) throws -> PostgresStore {
        try naming("\(address)") {
            let (connection, state, settings, name) = try prepared(address, forWriting: true)
            let joining = Joining(connection, state, settings, ledger: name, command: command, purpose: purpose)
            let joined = try joining.join()
            let session = Session(
                address: address, name: name, connection: connection, state: state, settings: settings,
                member: joined.member, rightUntil: joined.sentAt + settings.lease - settings.leaseGuard)
            return PostgresStore(session, recovered: joined.recovered, isWriter: true, joined: joined.run)
        }
    }

    /// Opens a ledger for reading beside whoever writes it; nil when there is none. Changes nothing.
    ///
    /// - Throws: `LedgerFault`.
    package static func openForReading(_ address: LedgerAddress) throws -> PostgresStore? {
        try naming("\(address)") {
            let connection = try Session.connect(address)
            let state = try ServerState(connection)
            guard state.hasLedger else { return nil }
            let name = Session.displayName(connection, address)
            try ServerChecks(ledger: name).refuseUnfit(connection, state)
            let settings = try LedgerSchema.settings(connection, ledger: name)
            let session = Session(
                address: address, name: name, connection: connection, state: state, settings: settings)
            return PostgresStore(session, recovered: 0, isWriter: false)
        }
    }

    /// Finds out whether what a run writes would be kept, and leaves nothing. Returns how it would be kept, in words.
    ///
    /// - Throws: `LedgerFault`.
    package static func tryOut(_ address: LedgerAddress) throws -> String {
        try naming("\(address)") { try prepared(address, forWriting: true).state.keeping }
    }

    /// A session with a server that has been looked at, and what its ledger is set to.
    typealias Prepared = (connection: Connection, state: ServerState, settings: LedgerSchema.Settings, name: String)

    private static func prepared(_ address: LedgerAddress, forWriting: Bool) throws -> Prepared {
        let found = try looked(at: address)
        if let reason = found.settings.strangeness(of: found.state) {
            throw LedgerFault.wentBack(ledger: found.name, reason: reason)
        }
        return found
    }

    /// The same where the server may be another than the ledger was on.
    static func looked(at address: LedgerAddress) throws -> Prepared {
        let connection = try Session.connect(address)
        let state = try ServerState(connection)
        let name = Session.displayName(connection, address)
        let checks = ServerChecks(ledger: name)
        try checks.refuseUnfit(connection, state)
        guard state.hasLedger else { throw LedgerFault.notMade(ledger: name) }
        try checks.refuseWithoutRights(connection)
        let settings = try LedgerSchema.settings(connection, ledger: name)
        return (connection, state, settings, name)
    }

    /// Leaves, and closes the connection; what is still claimed is for the next one who opens it.
    package func close() {
        renewal.withLock { timer in
            timer?.cancel()
            timer = nil
        }
        session.leave()
    }

    package var address: LedgerAddress { session.address }

    package var displayName: String { session.name }

    /// The server, the database and the ledger in it.
    package var fingerprint: String? {
        "\(session.identity.system):\(session.identity.database):\(session.settings.name)"
    }

    package var weakness: String? {
        guard session.mayLoseByFailover else { return nil }
        return """
            The server of the ledger \(session.name) has a standby that it does not wait for: were it to take over, the last messages \
            that were sent would be unknown to it. Have synchronous_standby_names set there, or never promote that standby.
            """
    }

    package var holders: [LedgerHolder] { (try? session.read { try Member.live($0) }) ?? [] }

    package var leaseLeft: Duration? { session.right.withLock { $0.map { max(.zero, $0 - .now) } ?? .zero } }

    package var mayBegin: Bool { session.right.withLock { $0.map { ContinuousClock.now < $0 } ?? false } }

    /// Turns what a server says into faults that name the ledger.
    static func naming<Value>(_ ledger: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let fault as ServerFault {
            if case .refused(let refusal, _) = fault, refusal.isDamage {
                throw LedgerFault.damaged(ledger: ledger, reason: fault.reason)
            }
            if case .refused(let refusal, _) = fault, refusal.state == "42501" {
                throw LedgerFault.unfit(
                    ledger: ledger, reason: "may not be used by this user: \(fault.reason)",
                    remedy: "have its owner run `ledger init` again, which prints the grants")
            }
            throw LedgerFault.unfit(
                ledger: ledger, reason: "cannot be used: \(fault.reason)",
                remedy: "check the address, the server and what it asks of you (~/.pgpass, PGSSLROOTCERT)")
        }
    }
}

extension PostgresStore {
    func read<Value>(repeats: Bool = true, _ body: (Connection) throws -> Value) throws -> Value {
        try session.read(repeats: repeats, body)
    }

    @discardableResult
    func write<Value>(repeats: Bool = true, _ body: (Connection) throws -> Value) throws -> Value {
        guard isWriter else { throw LedgerFault.notWritable(ledger: session.name) }
        return try session.write(repeats: repeats, body)
    }

    var isWritable: Bool { isWriter }
}
