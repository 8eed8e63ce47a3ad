import GRDB
import LedgerStore

/// A plan's rows that are still to be sent, in a temporary table: there may be millions, and mostly nobody asks.
final class SQLiteWaitingRows: WaitingRows {
    private let insertion: PreparedStatement
    private let spelling: PreparedStatement
    private let selection: PreparedStatement
    private let spellings: PreparedStatement

    /// Starts without rows.
    init(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS waiting (
                    position INTEGER PRIMARY KEY, recipient INTEGER NOT NULL, standing INTEGER NOT NULL);
                CREATE TEMP TABLE IF NOT EXISTS waiting_spelling (position INTEGER NOT NULL, recipient INTEGER NOT NULL);
                DELETE FROM waiting;
                DELETE FROM waiting_spelling;
                """)
        insertion = try PreparedStatement("INSERT INTO waiting VALUES (?1, ?2, ?3)", in: database)
        spelling = try PreparedStatement("INSERT INTO waiting_spelling VALUES (?1, ?2)", in: database)
        selection = try PreparedStatement(
            "SELECT position, recipient, standing FROM waiting ORDER BY position", in: database)
        spellings = try PreparedStatement(
            """
            SELECT waiting.position, waiting.recipient, waiting_spelling.recipient, waiting.standing
            FROM waiting_spelling JOIN waiting USING (position) ORDER BY position
            """, in: database)
    }

    /// Adds a row; positions rise.
    func add(_ row: Census.Row, _ standing: WaitingStanding) throws {
        insertion.bind(row.position, at: 1)
        insertion.bind(Int64(bitPattern: row.recipient), at: 2)
        insertion.bind(standing.rawValue, at: 3)
        try insertion.run()
        for other in row.spellings {
            spelling.bind(row.position, at: 1)
            spelling.bind(Int64(bitPattern: other), at: 2)
            try spelling.run()
        }
    }

    /// Visits the rows in order.
    func forEach(_ body: (_ position: Int32, _ recipient: UInt64, _ standing: WaitingStanding) throws -> Void) throws {
        defer { selection.reset() }
        while try selection.step() {
            try body(
                Int32(selection.integer(0)), UInt64(bitPattern: selection.integer(1)),
                WaitingStanding(rawValue: selection.integer(2)))
        }
    }

    /// Visits the other spellings of the rows' recipients, in order.
    func forEachSpelling(
        _ body: (_ position: Int32, _ recipient: UInt64, _ spelling: UInt64, _ standing: WaitingStanding) throws -> Void
    ) throws {
        defer { spellings.reset() }
        while try spellings.step() {
            try body(
                Int32(spellings.integer(0)), UInt64(bitPattern: spellings.integer(1)),
                UInt64(bitPattern: spellings.integer(2)), WaitingStanding(rawValue: spellings.integer(3)))
        }
    }
}
