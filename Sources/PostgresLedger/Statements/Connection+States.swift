import BatchModel
import LedgerStore

extension Connection {
    /// Where messages stand, by their numbers; those the ledger does not have are left out.
    func states(
        of entries: [Int64], locks: Bool
    ) throws -> [Int64: (state: DeliveryState, errorKey: String?)] {
        let rows = try query(
            """
            SELECT id, state, error_key FROM message WHERE id = ANY ($1::bigint[]) ORDER BY id \(locks ? "FOR UPDATE" : "")
            """, [Set(entries).sorted()])
        var found: [Int64: (state: DeliveryState, errorKey: String?)] = [:]
        for row in try rows.map({ ($0.integer(0), try DeliveryState(stored: $0.integer(1)), $0.text(2)) }) {
            found[row.0] = (row.1, row.2)
        }
        return found
    }

    /// What the rows of a plan are; throws `LedgerFault.planReplaced` when it is no longer there.
    func refuseReplaced(_ plan: StoredPlan) throws {
        guard try query("SELECT 1 FROM plan WHERE id = $1", [plan.id]).count > 0 else { throw LedgerFault.planReplaced }
    }
}

extension DeliveryState {
    /// Reads a state as the ledger stores it.
    init(stored value: Int64) throws {
        guard let state = DeliveryState(rawValue: Int(value)) else {
            throw ServerFault.damage("a message is in state \(value), which does not exist")
        }
        self = state
    }
}

extension ServerFault {
    /// The content contradicts itself.
    static func damage(_ reason: String) -> ServerFault {
        .refused(ServerRefusal(state: "XX001", message: reason), statement: 0)
    }
}
