import LedgerStore

/// The ledger's tables, and the numbered steps from none to them.
enum LedgerSchema {
    /// The schema that holds everything.
    static let name = "grupo_batch"
    /// The rules by which senders share a ledger; one that does not know them must stay away.
    static let protocolVersion = 2
    /// The steps in order; `ledger.format` counts those taken. Never edit a step that was released: add one.
    static let migrations = [step1, step2, stepMoved]
    /// The tables from which a sender deletes.
    static let replaced = ["plan", "plan_run", "grant_range"]

    /// Texts are compared by their bytes, as everywhere else. A row of `message` is changed twice when it is sent: the room that
    /// its page keeps free, and no index on what changes, let PostgreSQL do so without touching an index (HOT).
    ///
    /// `member` is whoever writes, or wrote: `seq` counts its commits, `epoch` its sessions, and `claims` are the messages that it has
    /// claimed at most, so that they are found when it dies. It is `fenced` when it was not heard of, and `dead` when its process is
    /// surely no more.
    private static let step1 = """
        CREATE TABLE ledger (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            format integer NOT NULL,
            protocol integer NOT NULL,
            name uuid NOT NULL DEFAULT gen_random_uuid(),
            system_identifier bigint NOT NULL,
            timeline bigint NOT NULL,
            lease interval NOT NULL,
            guard interval NOT NULL
        );
        CREATE TABLE campaign (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            site text COLLATE "C" NOT NULL,
            batch text COLLATE "C" NOT NULL,
            manifest text COLLATE "C" NOT NULL,
            lowest bigint,
            highest bigint,
            UNIQUE (manifest, site, batch)
        );
        CREATE TABLE message (
            id bigint PRIMARY KEY,
            key_high bigint NOT NULL,
            key_low bigint NOT NULL,
            recipient bigint NOT NULL,
            campaign bigint,
            member bigint,
            finished_at bigint,
            duration bigint,
            ordinal integer NOT NULL,
            attempts integer NOT NULL,
            http_status integer,
            state smallint NOT NULL,
            error_key text COLLATE "C",
            error_message text COLLATE "C",
            UNIQUE (key_high, key_low, ordinal)
        ) WITH (fillfactor = 70);
        CREATE TABLE plan (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            campaign bigint NOT NULL UNIQUE,
            input_digest text NOT NULL,
            attachments text NOT NULL,
            plan_digest text NOT NULL,
            settings text NOT NULL,
            started_at bigint NOT NULL,
            row_count bigint NOT NULL
        );
        CREATE TABLE plan_run (
            plan bigint NOT NULL,
            position bigint NOT NULL,
            length bigint NOT NULL,
            first_message bigint,
            invalid_code text COLLATE "C",
            PRIMARY KEY (plan, position)
        );
        CREATE TABLE counted (
            campaign bigint NOT NULL,
            message bigint NOT NULL,
            PRIMARY KEY (campaign, message)
        );
        CREATE TABLE row_version (message bigint PRIMARY KEY, root bigint NOT NULL);
        CREATE TABLE answered (
            campaign bigint NOT NULL,
            question text COLLATE "C" NOT NULL,
            recipients bigint NOT NULL,
            PRIMARY KEY (campaign, question)
        );
        CREATE TABLE own_report (
            path text COLLATE "C" PRIMARY KEY, campaign bigint NOT NULL, version text NOT NULL
        );
        CREATE TABLE run (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            campaign bigint NOT NULL,
            settings text NOT NULL,
            started_at bigint NOT NULL,
            ended_at bigint,
            exit_code integer,
            sent bigint,
            rejected bigint,
            not_sent bigint,
            unknown bigint,
            invalid bigint,
            excluded bigint,
            pending bigint
        );
        CREATE INDEX run_campaign ON run (campaign);
        CREATE TABLE pacing (
            site text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            value text NOT NULL,
            PRIMARY KEY (site, name)
        );
        CREATE TABLE member (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            machine text NOT NULL,
            host text NOT NULL,
            process integer NOT NULL,
            command text NOT NULL,
            version text NOT NULL,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            seq bigint NOT NULL DEFAULT 0,
            epoch bigint NOT NULL DEFAULT 0,
            lease_until timestamptz NOT NULL,
            state text NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'left', 'fenced', 'dead')),
            fenced_at timestamptz,
            claims bigint[] NOT NULL DEFAULT '{}'
        ) WITH (fillfactor = 50);
        """

    /// The ledger that took this one's place, and since when; the member that moves it, with whom nobody else may be at work; and the moves
    /// that were taken in, here or in a ledger that came to this one.
    private static let stepMoved = """
        ALTER TABLE ledger ADD COLUMN moved_to text, ADD COLUMN moved_token text, ADD COLUMN moved_at bigint, ADD COLUMN moving bigint;
        CREATE TABLE taken_in (token text COLLATE "C" PRIMARY KEY);
        """

    /// What a ledger is set to.
    struct Settings: Sendable, Hashable {
        let format: Int
        let protocolVersion: Int
        let name: String
        let system: Int64
        let timeline: Int64
        let lease: Duration
        let leaseGuard: Duration
    }

    /// Reads what the ledger is set to; refuses one that this version does not know.
    static func settings(_ connection: Connection, ledger: String) throws -> Settings {
        let rows = try connection.query(
            """
            SELECT format, protocol, name, system_identifier, timeline,
                (extract(epoch FROM lease) * 1000)::bigint, (extract(epoch FROM guard) * 1000)::bigint FROM ledger
            """)
        guard let row = rows.first else {
            throw LedgerFault.damaged(ledger: ledger, reason: "its settings are missing")
        }
        let settings = Settings(
            format: Int(row.integer(0)), protocolVersion: Int(row.integer(1)), name: row.text(2) ?? "",
            system: row.integer(3), timeline: row.integer(4), lease: .milliseconds(row.integer(5)),
            leaseGuard: .milliseconds(row.integer(6)))
        guard settings.format <= migrations.count, settings.protocolVersion <= protocolVersion else {
            throw LedgerFault.newerFormat(ledger: ledger, found: settings.format, supported: migrations.count)
        }
        guard settings.format == migrations.count else {
            throw LedgerFault.unfit(
                ledger: ledger, reason: "was made by an earlier version",
                remedy: "have its owner run `ledger init` with this version")
        }
        return settings
    }
}
