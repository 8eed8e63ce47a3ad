/// People who were served by rows that are no longer in a file.
///
/// Rows that were in the file when it was planned last are told apart: they stood beside one another.
struct GoneRows {
    private var sent: RecipientSet
    private var unknown = RecipientSet()
    private var sentEarlier = RecipientSet()
    private var unknownEarlier = RecipientSet()

    /// `reported`: whom a report calls served by a row that is gone.
    init(reported: RecipientSet) { sent = reported }

    /// Adds a message that is in the file no more; `isEarlier`: it was when the file was planned last.
    mutating func insert(_ message: ServedMessage, isEarlier: Bool) {
        switch (message.isSent, isEarlier) {
        case (true, false): sent.insert(message.recipient)
        case (true, true): sentEarlier.insert(message.recipient)
        case (false, false): unknown.insert(message.recipient)
        case (false, true): unknownEarlier.insert(message.recipient)
        }
    }

    /// Call it between the last insertion and the first question.
    mutating func seal() {
        sent.seal()
        unknown.seal()
        sentEarlier.seal()
        unknownEarlier.seal()
    }

    /// Whether there is nobody.
    var isEmpty: Bool { sent.isEmpty && unknown.isEmpty && sentEarlier.isEmpty && unknownEarlier.isEmpty }

    /// Whether somebody was served by a row that another one has taken the place of, for certain or perhaps; `isLasting`: the row
    /// that asks was in the file when it was planned last, so it took no other's place since.
    func served(_ recipient: UInt64, isLasting: Bool) -> (isSent: Bool, isUnknown: Bool) {
        (
            sent.contains(recipient) || !isLasting && sentEarlier.contains(recipient),
            unknown.contains(recipient) || !isLasting && unknownEarlier.contains(recipient)
        )
    }
}
