import Files
import Reporting
import Text

extension PriorReport {
    /// A report that cannot be read may be another user's, who sent these rows.
    static func readable(_ path: String) throws -> PriorReport? {
        try readable(path) { try PriorReport(path: path) }
    }

    /// What is found in a file at this path, which may be such a report.
    static func readable<Value>(_ path: String, _ find: () throws -> Value) throws -> Value {
        do {
            return try find()
        } catch let fault as FileFault {
            throw RunFault.refused(
                problem: "\(fault), and it may list rows as sent that this ledger does not know.",
                remedy: "Ask its owner for the ledger or a copy, or make this a new campaign (\(option: .batch) NAME)."
            )
        }
    }
}
