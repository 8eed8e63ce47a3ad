import BatchModel
import LedgerStore
import TestSupport
import Testing

/// Histories that go on in other ledgers.
extension RandomHistory {
    /// A place of each kind, beginning with the one behind the first.
    static func places(shiftedBy shift: Int) throws -> [LedgerPlace] {
        let kinds = LedgerUnderTest.all
        return try kinds.indices.map { try kinds[($0 + shift) % kinds.count].place() }
    }

    /// Moves every ledger to another place, where the history goes on.
    mutating func move(to next: [LedgerPlace], token: String) throws {
        for ledger in ledgers { ledger.close() }
        ledgers = try zip(places, next).map { place, next in
            let source = try place.openToMove()
            let target = try next.openToMove()
            _ = try #require(try LedgerMove.bring(source, into: target, token: token))
            try source.markMoved(to: MovedLedger(displayName: "next", token: token, atMilliseconds: now))
            #expect(try LedgerMove.bring(source, into: target, token: "again") == nil)
            source.close()
            target.close()
            return try next.open()
        }
        places = next
        for (identity, state) in states where state == .claimed { states[identity] = .unknown }
    }

    /// Takes in what became of another history's messages, its first ledger going to the second of this one and so on.
    mutating func take(_ other: inout RandomHistory, token: String) async throws {
        for ledger in ledgers + other.ledgers { ledger.close() }
        let count = places.count
        ledgers = try places.indices.map { index in
            let source = try other.places[(index + 1) % count].openToMove()
            let target = try places[index].openToMove()
            let first = try #require(try LedgerMove.bring(source, into: target, token: token))
            // As if the program had died before the source was marked.
            let again = try #require(try LedgerMove.bring(source, into: target, token: token + " again"))
            #expect(
                again.messages.unchanged == first.messages.added + first.messages.changed + first.messages.unchanged)
            #expect((again.runs, again.campaigns) == (0, first.campaigns))
            source.close()
            target.close()
            return try places[index].open()
        }
        for identity in other.known where states[identity] == nil { known.append(identity) }
        for (file, plan) in other.plans where plans[file] == nil { plans[file] = plan }
        try learn()
    }
}
