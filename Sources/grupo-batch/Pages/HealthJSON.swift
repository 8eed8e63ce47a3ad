import BatchModel
import LedgerStore
import Reporting

/// What `ledger check --json` says of a ledger: the same of every kind, and the facts of its own.
struct HealthJSON: Encodable {
    let health: LedgerHealth
    let tally: BatchTally

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(health.displayName, forKey: Key("ledger"))
        try fields.encode(health.faults.isEmpty, forKey: Key("sound"))
        try fields.encode(health.faults, forKey: Key("faults"))
        try fields.encodeIfPresent(health.movedTo?.displayName, forKey: Key("moved_to"))
        try fields.encode(health.formatVersion, forKey: Key("schema_version"))
        try fields.encode(JSONText.counts(tally), forKey: Key("messages"))
        try fields.encode(health.campaigns, forKey: Key("campaigns"))
        try fields.encode(health.byteCount, forKey: Key("bytes"))
        for (name, value) in health.facts { try fields.encode(value, forKey: Key(name)) }
    }
}
