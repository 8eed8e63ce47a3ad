import BatchModel
import Reporting

extension PriorReport {
    /// Refuses when one of these reports lists sent rows: for a manifest of which the ledger knows nothing, because another
    /// user sent it, another machine, or its ledger was lost.
    package static func refuseForgotten(_ paths: [String], ledger: String) throws {
        for path in paths {
            guard let report = try readable(path) else { continue }
            let count = try report.servedCount()
            guard count > 0 else { continue }
            let rows = count == 1 ? "1 row" : "\(count) rows"
            throw RunFault.refused(
                problem:
                    "\(path) lists \(rows) as sent, or perhaps sent, and this ledger (\(ledger)) knows none of them.",
                remedy: """
                    Name the ledger they were sent with (--ledger), \(report.hasDigests ? "restore" : "try to restore") what the \
                    report proves (ledger import \(path)), make this a new campaign (--batch NAME), or remove the report if it is \
                    from a trial.
                    """)
        }
    }

    /// A report that cannot be read may be another user's, who sent these rows.
    static func readable(_ path: String) throws -> PriorReport? {
        do {
            return try PriorReport(path: path)
        } catch let fault as FileFault {
            throw RunFault.refused(
                problem: "\(fault), and it may list rows as sent that this ledger does not know.",
                remedy: "Ask its owner for the ledger or a copy, make this a new campaign (--batch NAME), or remove it."
            )
        }
    }

    /// How many rows the report lists as sent, or as perhaps sent; none in the report of a test, which says nothing of the
    /// manifest's recipients.
    package func servedCount() throws -> Int {
        var (count, withDigest) = (0, 0)
        var recipients: Set<String> = []
        var lines = lines()
        while let item = try lines.next() {
            guard case .line(let line) = item else {
                // It may have been the line of a row that was sent.
                count += 1
                withDigest += 1
                continue
            }
            if case .digest = line.identity { withDigest += 1 }
            guard line.isServed else { continue }
            count += 1
            if recipients.count < 2 { recipients.insert(line.user) }
        }
        let isTest = lines.run.isTest || hasDigests && withDigest == 0 && recipients.count == 1
        return isTest ? 0 : count
    }
}
