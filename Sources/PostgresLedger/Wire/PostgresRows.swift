import CPostgres
import Glibc

/// The rows that a statement returned.
///
/// The pointer is this object's own, is never changed after the object is made, and goes with it.
@safe final class PostgresRows {
    private let result: OpaquePointer

    /// Takes a result over.
    init(_ result: OpaquePointer) { unsafe self.result = unsafe result }

    deinit { unsafe PQclear(result) }

    /// How the statement ended.
    var status: ExecStatusType { unsafe PQresultStatus(result) }

    /// What was done, such as `COMMIT` or `UPDATE 3`.
    var command: String { unsafe String(cString: PQcmdStatus(result)) }

    /// How many rows the statement changed.
    var changes: Int { unsafe Int(String(cString: PQcmdTuples(result))) ?? 0 }

    var count: Int { Int(unsafe PQntuples(result)) }

    /// All rows, one after the other.
    func map<Value>(_ body: (PostgresRow) throws -> Value) rethrows -> [Value] {
        try (0..<count).map { try body(PostgresRow(rows: self, index: Int32($0))) }
    }

    /// The first row; nil when there is none.
    var first: PostgresRow? { count > 0 ? PostgresRow(rows: self, index: 0) : nil }

    /// What the server said no with; nil when it did not.
    var refusal: (refusal: ServerRefusal, isFatal: Bool)? {
        guard status == PGRES_FATAL_ERROR else { return nil }
        let message = unsafe grupo_error_message(result).map { unsafe String(cString: $0) }
        let whole = unsafe String(cString: PQresultErrorMessage(result))
        let severity = unsafe grupo_error_severity(result).map { unsafe String(cString: $0) }
        let state = unsafe grupo_error_state(result).map { unsafe String(cString: $0) } ?? ""
        let refusal = ServerRefusal(state: state, message: message ?? whole.firstLine)
        return (refusal, severity.map { ["FATAL", "PANIC"].contains($0) } ?? true)
    }

    fileprivate func isNull(_ row: Int32, _ column: Int32) -> Bool { unsafe PQgetisnull(result, row, column) == 1 }

    fileprivate func integer(_ row: Int32, _ column: Int32) -> Int64 {
        unsafe Int64(strtoll(PQgetvalue(result, row, column), nil, 10))
    }

    fileprivate func text(_ row: Int32, _ column: Int32) -> String {
        let count = Int(unsafe PQgetlength(result, row, column))
        return unsafe PQgetvalue(result, row, column).withMemoryRebound(to: UInt8.self, capacity: count) { start in
            unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
    }
}

/// One row of a result.
struct PostgresRow {
    fileprivate let rows: PostgresRows
    fileprivate let index: Int32

    /// The number in a column; zero for NULL.
    func integer(_ column: Int32) -> Int64 { rows.integer(index, column) }

    /// The number in a column; nil for NULL.
    func optionalInteger(_ column: Int32) -> Int64? {
        rows.isNull(index, column) ? nil : rows.integer(index, column)
    }

    /// The text in a column; nil for NULL.
    func text(_ column: Int32) -> String? { rows.isNull(index, column) ? nil : rows.text(index, column) }

    /// Whether a column is true.
    func isTrue(_ column: Int32) -> Bool { text(column) == "t" }

    /// The numbers of an array in a column; none for NULL.
    func integers(_ column: Int32) -> [Int64] {
        (text(column) ?? "").dropFirst().dropLast().split(separator: ",").compactMap { Int64($0) }
    }
}

extension String {
    /// The text up to the first end of line.
    var firstLine: String { String(split(separator: "\n", omittingEmptySubsequences: true).first ?? "") }
}
