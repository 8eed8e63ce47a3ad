import BatchModel
import LedgerStore

/// One line of an imaginary manifest.
package struct Line: Hashable, Sendable {
    /// Whom it is for.
    package var user: String
    /// What they get.
    package var text: String

    /// A line for a user.
    package init(_ user: String, _ text: String = "hello") {
        self.user = user
        self.text = text
    }
}

/// An imaginary manifest, numbered like a real one.
package struct Lines: Sendable {
    /// Its lines in order.
    package var lines: [Line]
    /// The label of its batch, empty for none.
    package var batch: String

    /// Takes lines as they stand.
    package init(_ lines: [Line], batch: String = "") {
        self.lines = lines
        self.batch = batch
    }

    /// A line for each of the users `user0`, `user1`, …
    package init(users: Range<Int>, text: String = "hello") {
        self.init(users.map { Line("user\($0)", text) })
    }

    /// The lines as a plan takes them, equal ones numbered in order.
    package var rows: [Enrolment.Row] {
        var seen: [Line: Int] = [:]
        return lines.map { line in
            let ordinal = seen[line, default: 0]
            seen[line] = ordinal + 1
            return .message(identity(line, ordinal: ordinal), recipient: Lines.digest(line.user))
        }
    }

    /// The identity of one of its lines.
    package func identity(_ line: Line, ordinal: Int = 0) -> MessageIdentity {
        let content = "\(batch)|\(line.user)|\(line.text)"
        let key = MessageKey(high: Lines.digest(content), low: Lines.digest("low" + content))
        return MessageIdentity(key: key, ordinal: ordinal)
    }

    /// FNV-1a.
    package static func digest(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
