import Files
import Reporting

extension PriorReport {
    /// A report that cannot be read may be another user's, who sent these rows.
    static func readable(_ path: String) throws -> PriorReport? {
        do {
            return try PriorReport(path: path)
        } catch let fault as FileFault {
            throw RunFault.refused(
                problem: "\(fault), and it may list rows as sent that this ledger does not know.",
                remedy: "Ask its owner for the ledger or a copy, or make this a new campaign (--batch NAME)."
            )
        }
    }
}
