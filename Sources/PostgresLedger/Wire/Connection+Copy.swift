import CPostgres

extension Connection {
    /// Adds rows to a table: tab-separated lines whose values need no escaping, numbers say.
    func copy(_ lines: String, into target: String) throws {
        guard unsafe PQsendQuery(handle, "COPY \(target) FROM STDIN") == 1 else { throw lost }
        guard try results().last?.status == PGRES_COPY_IN else { throw lost }
        var lines = lines
        let isSent = lines.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) {
                unsafe PQputCopyData(handle, $0.baseAddress, Int32($0.count))
            }
        }
        guard isSent == 1, unsafe PQputCopyEnd(handle, nil) == 1 else { throw lost }
        _ = try results()
    }
}
