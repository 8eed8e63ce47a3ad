import LedgerStore
import Testing

@Suite("Words of a ledger's faults")
struct FaultWordsTests {
    @Test("A full disk: alone with what to do, in a run's own sentence without, so that it is said once")
    func fullDisk() {
        let fault = LedgerFault.writeFailed(ledger: "l.sqlite", reason: "disk is full")
        #expect("\(fault)".hasSuffix("; free space or repair the disk, then run the same command again"))
        #expect(fault.event == "writing to the ledger l.sqlite failed: disk is full")
    }

    @Test("Any other fault says all it has to say")
    func other() {
        let fault = LedgerFault.damaged(ledger: "l.sqlite", reason: "a page is torn")
        #expect(fault.event == "\(fault)")
    }
}
