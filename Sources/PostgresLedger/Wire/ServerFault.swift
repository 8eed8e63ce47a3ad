import BatchModel

/// Why a server did not do what it was asked.
enum ServerFault: Error {
    /// It said no; nothing of the statement was done. `statement` is its place in a pipeline, from 0.
    case refused(ServerRefusal, statement: Int)
    /// The connection is gone, or was never made: what was under way may have been done or not.
    case lost(reason: String)

    /// What went wrong, without an end of line.
    var reason: String {
        switch self {
        case .refused(let refusal, _): "\(refusal.message) (SQLSTATE \(refusal.state))"
        case .lost(let reason): reason
        }
    }

    /// Whether the transaction was ended for the sake of another one, so that all of it can be repeated: nothing of it happened.
    var isRepeatable: Bool {
        if case .refused(let refusal, _) = self { ["40001", "40P01"].contains(refusal.state) } else { false }
    }
}

/// What a server says when it refuses.
struct ServerRefusal: Sendable, Hashable {
    /// Five characters: https://www.postgresql.org/docs/15/errcodes-appendix.html
    let state: String
    /// The server's own words.
    let message: String

    static let uniqueViolation = "23505"
    /// How the statements of this target say that something is not as it must be: by a division by the rows that they found.
    static let divisionByZero = "22012"

    /// The server has no room: the session lives, and what was acknowledged before is kept.
    var isShortage: Bool { state.hasPrefix("53") }

    /// What is stored cannot be trusted.
    var isDamage: Bool { state.hasPrefix("XX00") }
}
