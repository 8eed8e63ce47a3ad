import GRDB
import LedgerStore

/// The ledger's tables, and the numbered steps from an empty file to them.
enum LedgerSchema {
    /// "GruB": tells our files from other SQLite databases.
    static let applicationID = 0x4772_7542

    /// The steps in order; `PRAGMA user_version` counts those taken. Never edit a step that was released: add one.
    static let migrations = [step1, step2, step3, step4, step5]

    /// Refuses a file that is not ours or too new for us; an empty one is fine.
    static func refuseForeign(_ database: Database, path: String) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id")
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID else {
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
            guard application == 0, version == 0, tables == 0 else { throw LedgerFault.notALedger(ledger: path) }
            return
        }
        guard version <= migrations.count else {
            throw LedgerFault.newerFormat(ledger: path, found: version, supported: migrations.count)
        }
    }

    /// Takes the steps that are missing, all or none.
    static func migrate(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version < migrations.count else { return }
        try database.inTransaction(.immediate) {
            for step in migrations[version...] { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
            return .commit
        }
    }

    /// `message` grows in enrolment order, so that a run reads and writes neighbouring pages; `identity` finds a message
    /// by content and is filled in key order after an enrolment, because inserting ten million random keys one by one
    /// would rewrite most of it for each page of memory. A plan is stored as runs of consecutive messages.
    private static let step1 = """
        CREATE TABLE campaign (
            id INTEGER PRIMARY KEY,
            site TEXT NOT NULL,
            batch TEXT NOT NULL,
            manifest TEXT NOT NULL,
            lowest INTEGER,
            highest INTEGER,
            UNIQUE (manifest, site, batch)
        );
        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            key_high INTEGER NOT NULL,
            key_low INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            recipient INTEGER NOT NULL,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            campaign INTEGER,
            finished_at INTEGER,
            duration INTEGER,
            http_status INTEGER,
            error_key TEXT,
            error_message TEXT
        );
        CREATE INDEX message_claimed ON message (state) WHERE state = 1;
        CREATE TABLE identity (
            key_high INTEGER NOT NULL,
            key_low INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            message INTEGER NOT NULL,
            PRIMARY KEY (key_high, key_low, ordinal)
        ) WITHOUT ROWID;
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign INTEGER NOT NULL UNIQUE,
            input_digest TEXT NOT NULL,
            attachments TEXT NOT NULL,
            plan_digest TEXT NOT NULL,
            settings TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            row_count INTEGER NOT NULL
        );
        CREATE TABLE plan_run (
            plan INTEGER NOT NULL,
            position INTEGER NOT NULL,
            length INTEGER NOT NULL,
            first_message INTEGER,
            invalid_code TEXT,
            PRIMARY KEY (plan, position)
        ) WITHOUT ROWID;
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign INTEGER NOT NULL,
            settings TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            exit_code INTEGER,
            sent INTEGER,
            rejected INTEGER,
            not_sent INTEGER,
            unknown INTEGER,
            invalid INTEGER,
            excluded INTEGER,
            pending INTEGER
        );
        CREATE INDEX run_campaign ON run (campaign);
        CREATE TABLE pacing (
            site TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (site, name)
        ) WITHOUT ROWID;
        """

    /// Messages up to `last_message` may be known by keys of the earlier rule, under which identity was byte for byte
    /// (`EarlierMessages`); a ledger that never had one has no row here. `counted` holds the messages that a campaign counted as sent
    /// although another one sent them: a copied or moved file's own record.
    private static let step2 = """
        CREATE TABLE earlier_rule (last_message INTEGER NOT NULL);
        INSERT INTO earlier_rule SELECT max(id) FROM message HAVING max(id) IS NOT NULL;
        CREATE TABLE counted (
            campaign INTEGER NOT NULL,
            message INTEGER NOT NULL,
            PRIMARY KEY (campaign, message)
        ) WITHOUT ROWID;
        """

    /// `row_version` joins the messages that are one row of a manifest: as it was, and as it was corrected in a file to be sent
    /// again; `root` is the oldest of them. `answered` keeps to how many people a yes to a question of a campaign applied.
    private static let step3 = """
        CREATE TABLE row_version (message INTEGER PRIMARY KEY, root INTEGER NOT NULL);
        CREATE INDEX row_version_root ON row_version (root);
        CREATE TABLE answered (
            campaign INTEGER NOT NULL,
            question TEXT NOT NULL,
            recipients INTEGER NOT NULL,
            PRIMARY KEY (campaign, question)
        ) WITHOUT ROWID;
        """

    /// The report that a run of a campaign put at a path last, by its `FileVersion`: as long as it is that, it says nothing of the
    /// campaign that the ledger does not know.
    private static let step4 = """
        CREATE TABLE own_report (
            path TEXT PRIMARY KEY, campaign INTEGER NOT NULL, version TEXT NOT NULL
        ) WITHOUT ROWID;
        """

    /// The ledger that took this one's place, no row in one that is in use; and the moves that were taken in, here or in a ledger that came to
    /// this one.
    private static let step5 = """
        CREATE TABLE moved (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1), name TEXT NOT NULL, token TEXT NOT NULL, moved_at INTEGER NOT NULL
        );
        CREATE TABLE taken_in (token TEXT PRIMARY KEY) WITHOUT ROWID;
        """

    /// Whether the ledger has taken a step; one that is only read may be older than this program.
    static func hasTaken(step: Int, in database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= step
    }
}
