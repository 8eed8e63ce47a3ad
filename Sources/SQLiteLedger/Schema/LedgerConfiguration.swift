import GRDB
import LedgerStore

extension Configuration {
    /// The one connection that writes: WAL with FULL, both set and read back. In WAL mode only FULL keeps every commit through a
    /// power failure: https://www.sqlite.org/pragma.html#pragma_synchronous. Two writers could damage the file before SQLite
    /// 3.51.3: https://www.sqlite.org/wal.html#walresetbug
    ///
    /// The log is kept short, because flushing it is five times as fast where it overwrites itself as where it grows.
    ///
    /// GRDB would set `synchronous` to NORMAL if it were asked for WAL itself.
    static func writing(at path: String) -> Configuration {
        var configuration = common(at: path)
        configuration.prepareDatabase { database in
            // The log goes back to the ledger in pieces of 4 MiB. Debian's SQLite overwrites what is deleted, at a
            // quarter of the speed of settling: `forget` rewrites the file instead.
            try database.execute(
                sql: """
                    PRAGMA wal_autocheckpoint = 1000;
                    PRAGMA journal_size_limit = 16777216;
                    PRAGMA secure_delete = OFF;
                    """)
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            guard mode == "wal" else {
                throw LedgerFault.notDurable(
                    ledger: path, reason: "cannot be made durable (journal_mode is \(mode ?? "not known"))")
            }
            guard synchronous == 2 else {
                throw LedgerFault.notDurable(
                    ledger: path, reason: "cannot be made durable (synchronous is not FULL)")
            }
        }
        return configuration
    }

    /// A connection that cannot write: SQLite opens the file read-only, so that it cannot take the lock a checkpoint
    /// needs either.
    static func reading(at path: String) -> Configuration {
        var configuration = common(at: path)
        configuration.readonly = true
        return configuration
    }

    private static func common(at path: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try LedgerSchema.refuseForeign(database, path: path)
            try database.execute(sql: "PRAGMA cache_size = -16384; PRAGMA temp_store = FILE")
        }
        return configuration
    }
}
