import Files
import Foundation
import LedgerStore

/// A process that writes a ledger, or wrote it, as the ledger knows it.
struct Member {
    /// Its number, which is never given again.
    let id: Int64
    /// How long it may be unheard of before others take over.
    let lease: Duration
    /// How long before that it begins nothing any more.
    let leaseGuard: Duration
    /// How many of its commits the ledger has confirmed.
    var seq: Int64 = 0
    /// Which of its sessions may commit.
    var epoch: Int64 = 0
    /// The messages that it has claimed.
    var claims: Set<Int64> = []

    /// The lease as a parameter, in milliseconds.
    var leaseMilliseconds: Int64 { lease.wholeMilliseconds }

    /// Those who are at work on a ledger now, the first of them first.
    static func live(_ connection: Connection) throws -> [LedgerHolder] {
        try connection.query(
            """
            SELECT process, host, command, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                ceil(extract(epoch FROM lease_until - clock_timestamp()))::bigint
            FROM member WHERE state = 'live' AND lease_until > clock_timestamp() ORDER BY id
            """
        ).map { row in
            let host = row.text(1)
            return LedgerHolder(
                processID: Int32(clamping: row.integer(0)), startedAt: row.text(3), command: row.text(2),
                host: host == Machine.host ? nil : host, secondsLeft: Int(row.integer(4)))
        }
    }
}

/// The machine that this process is on, as far as it decides whether another process is dead.
enum Machine {
    /// Its own name for itself; nobody is asked over a network.
    static let host: String = {
        let name = try? String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
        return name?.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "localhost"
    }()

    /// Tells this start of this machine's kernel, and within it the processes that can see one another, from all others; nil where
    /// the system does not say.
    static var name: String? {
        guard let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
            let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        else { return nil }
        return boot.filter { !$0.isWhitespace } + " " + space
    }

    /// Whether a process is surely no more: it was on this machine, under this kernel, among the processes that this one can see.
    static func isDead(_ process: Int32, machine: String) -> Bool {
        guard !machine.isEmpty, machine == name else { return false }
        return process != Processes.own && !Processes.exists(process)
    }
}
