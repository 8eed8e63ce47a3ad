import Manifests
import Text

/// Something worth knowing before the first message leaves, which stops nobody.
package struct RunNotice: Sendable, Hashable, Codable {
    /// Its stable short name.
    package var code: NoticeCode
    /// What was found, in one sentence; may quote the user's text, which is not yet safe for a terminal.
    package var problem: String

    /// Says how many rows `--keep-served` leaves out, and of how many of them it is unknown whether the recipient was served; nothing
    /// when there are none.
    static func ofKeptServed(_ count: Int, unknown: Int) -> [RunNotice] {
        func rows(_ count: Int) -> String {
            "\(Numbers.grouped(count)) \(count == 1 ? "row is" : "rows are") left out: "
        }
        var notices: [RunNotice] = []
        if count > unknown {
            notices.append(
                RunNotice(.keptServed, problem: rows(count - unknown) + "the recipient was served before."))
        }
        if unknown > 0 {
            notices.append(
                RunNotice(
                    .keptUnknown,
                    problem: rows(unknown) + """
                        whether the recipient got the row as it was before is unknown. Look it up on the site; if it did not \
                        arrive, put the row back as it was, run the same command again and say so with grupo-batch resolve.
                        """))
        }
        return notices
    }

    /// Puts a notice together.
    package init(_ code: NoticeCode, problem: String) {
        self.code = code
        self.problem = problem
    }
}
