/// The rows read ahead of their claim, from a source that may run dry or turn out to have changed.
struct RowStock {
    private var source: any RowSource
    private var rows: [SendableRow] = []
    private var sourceIsDry = false
    private var fault: (any Error)?

    init(_ source: any RowSource) { self.source = source }

    /// Whether there may be more rows.
    var hasMore: Bool { !sourceIsDry || !rows.isEmpty }

    /// Takes the next rows, at most `count`; throws the source's fault once all that was read before it is taken.
    mutating func take(_ count: Int) async throws -> [SendableRow] {
        try await prefetch(count)
        let taken = rows.prefix(count)
        rows.removeFirst(taken.count)
        return Array(taken)
    }

    /// Takes rows back that were taken last, in their order.
    mutating func putBack(_ taken: [SendableRow]) { rows.insert(contentsOf: taken, at: 0) }

    /// Reads ahead until `count` rows are at hand, or there are no more.
    mutating func prefetch(_ count: Int) async throws {
        let wanted = count - rows.count
        guard wanted > 0, !sourceIsDry else { return }
        if let fault {
            // What was read before the fault is still good.
            if rows.isEmpty { throw fault }
            return
        }
        do {
            let fresh = try await source.next(wanted)
            sourceIsDry = fresh.isEmpty
            rows += fresh
        } catch {
            fault = error
            if rows.isEmpty { throw error }
        }
    }
}
