import BatchModel
import LedgerStore
import Manifests

extension PriorReport {
    /// Tells an enrolment which messages these reports call sent, or perhaps sent: for a file that is new to the ledger, most of
    /// whose rows the ledger may know, and which lies beside its own record all the same.
    ///
    /// Where the ledger knows none of the rows, `refuseForgotten` has the say.
    ///
    /// - Throws: `RunFault.refused` for a report that cannot be read.
    static func tellServed(_ paths: [String], to enrolment: inout Enrolment) throws {
        guard enrolment.alreadyKnown > 0 else { return }
        var recipients = RecipientDigest()
        for path in paths {
            guard let report = try readable(path) else { continue }
            var lines = report.lines()
            while let item = try lines.next() {
                guard case .line(let line) = item, line.isServed, case .digest(let digest) = line.identity else {
                    continue
                }
                try enrolment.addServed(
                    MessageIdentity(key: digest.key, ordinal: Int(digest.ordinal)), recipient: recipients.of(line.user))
            }
        }
    }
}
