import BatchModel
import Testing

@Suite("The digest of a row")
struct RowDigestTests {
    private let digest = RowDigest(key: MessageKey(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC), ordinal: UInt32(11))

    @Test("is r1:, the key and the ordinal in lower-case hexadecimal")
    func text() {
        #expect(digest.text == "r1:0123456789abcdef000000000000fedc0000000b")
        #expect(digest.text == "r1:" + digest.key.text + "0000000b")
    }

    @Test("is read as it was written, up to the largest")
    func reading() {
        let largest = RowDigest(key: MessageKey(high: .max, low: .max), ordinal: UInt32.max)
        for digest in [digest, largest] { #expect(RowDigest(text: digest.text) == digest) }
    }

    @Test("tells equal rows apart by their ordinal")
    func ordinal() {
        #expect(RowDigest(key: digest.key, ordinal: UInt32(12)) != digest)
        #expect(RowDigest(key: digest.key, ordinal: Int(UInt32.max)) != nil)
        #expect(RowDigest(key: digest.key, ordinal: Int(UInt32.max) + 1) == nil)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "r1:", "r2:0123456789abcdef000000000000fedc0000000b", "r1:0123456789ABCDEF000000000000fedc0000000b",
            "r1:0123456789abcdef000000000000fedc0000000", "r1:0123456789abcdef000000000000fedc0000000bb",
            "r1:0123456789abcdef000000000000fedc000000+b", " r1:0123456789abcdef000000000000fedc000000b",
            "r1:0123456789abcdef000000000000fedc000000é",
        ])
    func foreign(text: String) {
        #expect(RowDigest(text: text) == nil)
    }
}
