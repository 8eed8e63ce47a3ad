import CPostgres
import Glibc

/// A session with a server, driven through libpq.
///
/// Not for two callers at once: its ledger calls it on one serial queue. The pointer is this object's own from the moment the
/// connection is made until `deinit`; libpq calls back only for notices, while one of its functions runs, with the box that
/// lives as long as this object.
@safe final class Connection {
    let handle: OpaquePointer
    let notices = NoticeBox()
    /// The names of statements that the server has prepared, by their text.
    private var prepared: [String: String] = [:]

    /// Takes an open connection over.
    init(_ handle: OpaquePointer) {
        unsafe self.handle = unsafe handle
        unsafe notices.attach(to: handle)
    }

    deinit { unsafe PQfinish(handle) }

    /// The version of the libpq in use, as `15.18`.
    static var libraryVersion: String {
        let number = Int(PQlibVersion())
        return "\(number / 10_000).\(number % 10_000)"
    }

    /// The server's version as one number, such as 150018.
    var serverVersion: Int { Int(unsafe PQserverVersion(handle)) }

    /// The process of the server that this session is, as it said itself at the start.
    var backend: Int64 { Int64(unsafe PQbackendPID(handle)) }

    /// Whether the session is encrypted.
    var isEncrypted: Bool { unsafe PQsslInUse(handle) == 1 }

    /// Whether the session is still usable as far as is known.
    var isAlive: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

    /// Runs a statement and returns its rows.
    @discardableResult
    func query(_ sql: String, _ parameters: [any SQLParameter] = []) throws -> PostgresRows {
        let name = try prepare(sql)
        let isSent = unsafe withTexts(parameters) { count, texts in
            unsafe PQsendQueryPrepared(handle, name, count, texts, nil, nil, 0)
        }
        guard isSent == 1 else { throw lost }
        return try results().last ?? { throw lost }()
    }

    /// Runs statements without parameters that are separated by semicolons, as one transaction unless they say otherwise.
    func execute(_ sql: String) throws {
        guard unsafe PQsendQuery(handle, sql) == 1 else { throw lost }
        _ = try results()
    }

    /// Visits the rows of a statement one by one, so that memory does not grow with them. `body` may not use this connection.
    func forEach(
        _ sql: String, _ parameters: [any SQLParameter] = [], _ body: (PostgresRow) throws -> Void
    ) throws {
        let name = try prepare(sql)
        let isSent = unsafe withTexts(parameters) { count, texts in
            unsafe PQsendQueryPrepared(handle, name, count, texts, nil, nil, 0)
        }
        guard isSent == 1, unsafe PQsetSingleRowMode(handle) == 1 else { throw lost }
        var thrown: (any Error)?
        while let rows = try nextResult() {
            // What is left must be read all the same, or the session would be of no use any more.
            if let (refusal, isFatal) = rows.refusal {
                thrown = isFatal ? lost(refusal.message) : ServerFault.refused(refusal, statement: 0)
            } else if thrown == nil, let row = rows.first {
                do { try body(row) } catch { thrown = error }
            }
        }
        if let thrown { throw thrown }
    }

    /// Prepares a statement once a session and returns its name.
    func prepare(_ sql: String) throws -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        guard unsafe PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw lost }
        _ = try results()
        prepared[sql] = name
        return name
    }

    /// All results of what was sent; throws the first refusal.
    func results() throws -> [PostgresRows] {
        var found: [PostgresRows] = []
        var fault: ServerFault?
        while let rows = try nextResult() {
            if let (refusal, isFatal) = rows.refusal {
                fault = fault ?? (isFatal ? lost(refusal.message) : .refused(refusal, statement: 0))
            }
            found.append(rows)
            // The stream of a copy would be told again and again.
            if [PGRES_COPY_IN, PGRES_COPY_OUT].contains(rows.status) { break }
        }
        if let fault { throw fault }
        return found
    }

    /// The next result; nil at the end of a statement's. Ends at a deadline as if the connection were gone.
    func nextResult(until deadline: ContinuousClock.Instant? = nil) throws -> PostgresRows? {
        while unsafe PQisBusy(handle) == 1 {
            try awaitInput(until: deadline)
            guard unsafe PQconsumeInput(handle) == 1 else { throw lost }
        }
        guard let result = unsafe PQgetResult(handle) else { return nil }
        let rows = unsafe PostgresRows(result)
        guard isAlive else { throw lost(rows.refusal?.refusal.message) }
        return rows
    }

    private func awaitInput(until deadline: ContinuousClock.Instant?) throws {
        var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
        while true {
            let left = deadline.map { max(.zero, $0 - .now) }
            let milliseconds = left.map { Int32(clamping: $0.components.seconds * 1_000 + 1_000) } ?? -1
            if left == .zero { throw lost("no answer in time") }
            let count = unsafe poll(&descriptor, 1, milliseconds)
            if count > 0 || count < 0 && errno != EINTR { return }
        }
    }

    /// What to throw when libpq says that the connection is of no use.
    var lost: ServerFault { lost(nil) }

    func lost(_ reason: String?) -> ServerFault {
        let words = unsafe reason ?? String(cString: PQerrorMessage(handle)).firstLine
        return .lost(reason: words.isEmpty ? "the connection ended" : words)
    }

    /// Hands parameters over as C strings, which are valid only within `body`.
    func withTexts<Value>(
        _ parameters: [any SQLParameter], _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        var bytes: [CChar] = []
        var starts: [Int?] = []
        for parameter in parameters {
            guard let text = parameter.sqlText else {
                starts.append(nil)
                continue
            }
            starts.append(bytes.count)
            bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            let texts = unsafe starts.map { start in
                unsafe start.flatMap { offset in unsafe buffer.baseAddress.map { unsafe $0 + offset } }
            }
            return unsafe texts.withUnsafeBufferPointer { unsafe body(Int32($0.count), $0.baseAddress) }
        }
    }
}
