/// Counts repeated recipients and repeated rows of a file: ten million rows take about 190 MB.
///
/// A row that is the same as an earlier one has its recipient, so a new recipient's row needs no look among rows: its
/// content stands beside the recipient, and one access to memory does for both.
struct RepeatCount {
    private var recipients: OccurrenceTable
    /// Rows of recipients who had one already.
    private var others: OccurrenceTable?
    private let expected: Int

    /// `expected` rows fit without a second segment.
    init(expecting expected: Int = 0) {
        self.expected = expected
        recipients = OccurrenceTable(expecting: expected)
    }

    /// How many different recipients were seen.
    var distinctRecipients: Int { recipients.distinctCount }

    /// Counts a row by the hashes of its recipient and its content; tells how often each was seen, this time included.
    mutating func count(recipient: UInt64, content: UInt64) -> (ofRecipient: Int, ofContent: Int) {
        let known = recipients.count(recipient, with: content)
        if known.count == 1 { return (1, 1) }
        if others == nil { others = OccurrenceTable(expecting: expected / 8) }
        let earlier = others?.count(content).count ?? 0
        return (known.count, known.first == content ? earlier + 1 : earlier)
    }
}
