import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("What a ledger knows of runs")
struct RunTests {
    private func record(_ ledger: String, at milliseconds: Int64) -> SendingRecord {
        SendingRecord(
            ledger: ledger, manifest: "/data/list.csv", command: "send list.csv", atMilliseconds: milliseconds)
    }

    @Test(
        "A ledger knows the last run of a record, or has one that was cut off, and not another run, site or batch",
        arguments: LedgerUnderTest.all)
    func knownRuns(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let sent = try ledger.campaign("/data/list.csv")
        func knows(_ record: SendingRecord, site: String = "https://chat.example", batch: String? = nil) throws -> Bool
        {
            try ledger.knownRuns(site: site, batch: batch).have(record)
        }
        #expect(try !knows(record("/l", at: 7)))
        let run = try ledger.beginRun(sent, settingsJSON: "{}", at: 7)
        #expect(try knows(record("/l", at: 7)))
        // What a power failure leaves of the ledger, of which the registry knows more.
        #expect(try knows(record("/l", at: 8)))
        #expect(try !knows(record("/l", at: 7), site: "https://other.example"))
        #expect(try !knows(record("/l", at: 7), batch: "b"))
        var ended = record("/l", at: 7)
        ended.served = ServedSum()
        #expect(try knows(ended))
        try ledger.endRun(run, at: 9, exitCode: 0, tally: BatchTally())
        #expect(try knows(ended))
        // An older copy.
        #expect(try !knows(record("/l", at: 8)))
        ledger.close()
    }

    @Test(
        "What was served sums up alike in whatever order it came, and unlike where one message more was served",
        arguments: LedgerUnderTest.all)
    func servedSums(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        func sum(_ path: String, _ numbers: [UInt64], _ state: DeliveryState) throws -> ServedSum {
            let campaign = try ledger.campaign(path)
            _ = try ledger.importProven(campaign) { add in
                for number in numbers {
                    let identity = MessageIdentity(key: MessageKey(high: number, low: ~number), ordinal: 0)
                    try add(ImportedRow(identity: identity, recipient: 1, state: state))
                }
            }
            return try ledger.served(campaign.identity)
        }
        let one = try sum("/data/a.csv", [1, 2, 3], .sent)
        #expect(one.count == 3)
        // Known from the first file, and so counted for the second.
        #expect(try sum("/data/b.csv", [3, 2, 1], .unknown) == one)
        #expect(try sum("/data/b.csv", [4], .rejected) == one)
        #expect(try sum("/data/b.csv", [4], .unknown) != one)
        #expect(try sum("/data/c.csv", [5, 6, 7], .sent) != one)
        ledger.close()
    }

    @Test(
        "Other batches are those of the site's runs, by the bytes of their labels, unless one of them is asked about",
        arguments: LedgerUnderTest.all)
    func otherBatches(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        for label in [decomposed, "may", "June"] {
            _ = try ledger.beginRun(ledger.campaign(batch: label), settingsJSON: "{}", at: 1)
        }
        _ = try ledger.campaign(batch: "never sent")
        let found = try ledger.otherBatches(site: "https://chat.example", than: composed).map { Array($0.utf8) }
        #expect(found == ["June", decomposed, "may"].map { Array($0.utf8) })
        #expect(try ledger.otherBatches(site: "https://chat.example", than: "may").isEmpty)
        #expect(try ledger.otherBatches(site: "https://other.example", than: "may").isEmpty)
    }
}
