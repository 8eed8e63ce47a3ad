import CPostgres

/// A statement of a pipeline.
struct PipelinedStatement {
    let sql: String
    let parameters: [any SQLParameter]

    init(_ sql: String, _ parameters: [any SQLParameter] = []) { (self.sql, self.parameters) = (sql, parameters) }
}

extension Connection {
    /// Sends statements all at once and waits for all their answers: one round trip, and whoever is stopped midway leaves nothing
    /// unfinished at the server. The first refusal is thrown; what follows it was not done.
    ///
    /// - Throws: `ServerFault.lost` also when the answers do not come by a deadline.
    func pipeline(
        _ statements: [PipelinedStatement], until deadline: ContinuousClock.Instant
    ) throws -> [PostgresRows] {
        let names = try statements.map { try prepare($0.sql) }
        guard unsafe PQenterPipelineMode(handle) == 1 else { throw lost }
        for (name, statement) in zip(names, statements) {
            let isSent = unsafe withTexts(statement.parameters) { count, texts in
                unsafe PQsendQueryPrepared(handle, name, count, texts, nil, nil, 0)
            }
            guard isSent == 1 else { throw lost }
        }
        guard unsafe PQpipelineSync(handle) == 1 else { throw lost }
        var found: [PostgresRows] = []
        var fault: ServerFault?
        for place in statements.indices {
            // What was said before says nothing of this statement.
            notices.clear()
            while let rows = try nextResult(until: deadline) {
                if let (refusal, isFatal) = rows.refusal {
                    guard !isFatal else { throw lost(refusal.message) }
                    fault = fault ?? .refused(refusal, statement: place)
                }
                found.append(rows)
            }
        }
        guard let end = try nextResult(until: deadline), end.status == PGRES_PIPELINE_SYNC,
            unsafe PQexitPipelineMode(handle) == 1
        else { throw lost }
        if let fault { throw fault }
        return found
    }
}
