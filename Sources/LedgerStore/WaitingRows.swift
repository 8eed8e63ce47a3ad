import GRDB

/// A plan's rows that are still to be sent, in a temporary table: there may be millions, and mostly nobody asks.
struct WaitingRows {
    private let insertion: PreparedStatement
    private let selection: PreparedStatement

    /// Starts without rows.
    init(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS waiting (position INTEGER PRIMARY KEY, recipient INTEGER NOT NULL);
                DELETE FROM waiting;
                """)
        insertion = try PreparedStatement("INSERT INTO waiting (position, recipient) VALUES (?1, ?2)", in: database)
        selection = try PreparedStatement("SELECT position, recipient FROM waiting ORDER BY position", in: database)
    }

    /// Adds a row; positions rise.
    func add(_ position: Int, recipient: UInt64) throws {
        insertion.bind(position, at: 1)
        insertion.bind(Int64(bitPattern: recipient), at: 2)
        try insertion.run()
    }

    /// Visits the rows in order.
    func forEach(_ body: (_ position: Int32, _ recipient: UInt64) throws -> Void) throws {
        defer { selection.reset() }
        while try selection.step() {
            try body(Int32(selection.integer(0)), UInt64(bitPattern: selection.integer(1)))
        }
    }
}
