/// What a row may be called in a ledger of the earlier rule, under which identity was byte for byte.
///
/// Ledgers of format 1 know a message by the line ends, and a user and sender by the composition, that the file had when it was sent;
/// and a recipient by the bytes of the name. The same row of a file saved anew is found there under one of these names.
package struct EarlierSpellings: Sendable, Hashable {
    /// The keys of the row's other spellings; never the key that it has now.
    package var keys: [MessageKey]
    /// The digests of the recipient's other spellings; never the one it has now.
    package var recipients: [UInt64]

    /// Takes the other names of a row.
    package init(keys: [MessageKey] = [], recipients: [UInt64] = []) {
        self.keys = keys
        self.recipients = recipients
    }

    /// Whether the row has no other name.
    package var isEmpty: Bool { keys.isEmpty && recipients.isEmpty }
}
