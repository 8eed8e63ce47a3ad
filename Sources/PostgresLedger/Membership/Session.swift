import BatchModel
import Dispatch
import Files
import LedgerStore
import Synchronization

/// A ledger's connection, and whoever writes through it.
///
/// Sendable because all that changes is touched on `queue` alone, one caller after the other; what others may ask without waiting
/// stands in a lock of its own.
final class Session: @unchecked Sendable {
    let address: LedgerAddress
    let name: String
    let identity: ServerState.Identity
    let settings: LedgerSchema.Settings
    /// Whether commits did not wait for a standby when the ledger was opened.
    let mayLoseByFailover: Bool
    let queue = DispatchQueue(label: "ledger")
    /// Until when a message may be begun; nil for a reader, and for a writer that was fenced or has left.
    let right: Mutex<ContinuousClock.Instant?>

    /// Nil while the connection is broken, or closed.
    private(set) var connection: Connection?
    var member: Member?
    /// The part that the member has in a run that others may share; nil without one.
    var part: FleetPart?
    /// The first write that did not reach the disk, or whatever else ended the trust in this ledger.
    var failure: WriteFailure?
    private var commitLevel: String

    init(
        address: LedgerAddress, name: String, connection: Connection, state: ServerState,
        settings: LedgerSchema.Settings, member: Member? = nil, rightUntil: ContinuousClock.Instant? = nil
    ) {
        self.address = address
        self.name = name
        self.connection = connection
        identity = state.identity
        commitLevel = state.wantedCommit
        mayLoseByFailover = state.mayLoseByFailover
        self.settings = settings
        self.member = member
        right = Mutex(rightUntil)
    }

    /// What begins a transaction that writes.
    var begin: [String] { ["BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL synchronous_commit = \(commitLevel)"] }

    /// Opens a connection and makes it a session of this program.
    static func connect(_ address: LedgerAddress) throws -> Connection {
        let connection = try Connection.open(address)
        // Whoever stands still in a transaction would keep others from taking over; at the other end a cut link must end it, too.
        try connection.execute(
            """
            SET search_path = \(LedgerSchema.name); SET statement_timeout = 0; SET lock_timeout = '60s';
            SET idle_in_transaction_session_timeout = '10min'; SET tcp_user_timeout = 15000;
            SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
            """)
        return connection
    }

    /// One name for each ledger however its address was spelled: user, hosts and database, by which it can be opened again.
    static func displayName(_ connection: Connection, _ address: LedgerAddress) -> String {
        let options = connection.options
        if case .url(let url) = address, url.contains("service=") { return address.description }
        let hosts = escaped(options["host"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let ports = (options["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let places = hosts.enumerated().map { index, host in
            let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
            return port.isEmpty || port == "5432" ? "\(host)" : "\(host):\(port)"
        }
        let place = places.isEmpty ? "" : places.joined(separator: ",")
        return "postgres://\(escaped(options["user"] ?? ""))@\(place)/\(escaped(options["dbname"] ?? ""))"
    }

    /// Percent signs for all that ends a part of a URL; a comma stands between hosts.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-._~,".contains(character))
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// Ends the connection; the next use makes another.
    func drop() { connection = nil }

    /// The connection, made anew if it broke; a writer's new session takes the place of its old one.
    ///
    /// - Throws: `ServerFault.lost` where there is none for now, and `LedgerFault`.
    func connected() throws -> Connection {
        if let connection, connection.isAlive { return connection }
        connection = nil
        let fresh = try Self.connect(address)
        let state = try ServerState(fresh)
        try refuseOther(state)
        try ServerChecks(ledger: name).refuseUnfit(fresh, state)
        commitLevel = state.wantedCommit
        connection = fresh
        return fresh
    }

    /// The same, again and again until a moment, or once.
    func connected(until deadline: ContinuousClock.Instant) throws -> Connection {
        while true {
            do {
                return try connected()
            } catch let fault as ServerFault {
                guard case .lost = fault, ContinuousClock.now < deadline else { throw fault }
                Processes.pause(milliseconds: 100)
            }
        }
    }

    private func refuseOther(_ state: ServerState) throws {
        if state.identity == identity { return }
        let reason =
            state.identity.system != identity.system || state.identity.database != identity.database
            ? "is another database than before" : "is on a server that took over from the one before"
        throw LedgerFault.wentBack(ledger: name, reason: reason)
    }
}
