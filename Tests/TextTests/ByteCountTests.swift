import Testing
import Text

@Suite("A size in bytes")
struct ByteCountTests {
    @Test(
        "is read as people write it",
        arguments: [
            ("1", 1), ("2MiB", 2 << 20), ("500KB", 500_000), ("1.5 GB", 1_500_000_000), ("64k", 65_536), ("7 B", 7),
        ] as [(String, Int64)])
    func accepted(text: String, bytes: Int64) {
        #expect(ByteCount(text: text)?.bytes == bytes)
    }

    @Test(
        "is not read from anything else", arguments: ["", "0", "-1", "MiB", "1 TBB", "1e3", "٢MiB", "0.1", "9e30GiB"])
    func refused(text: String) {
        #expect(ByteCount(text: text) == nil)
    }

    @Test(
        "is shown in the unit people would use",
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (1_023, "1023 bytes"), (1_024, "1 KiB"), (2_161, "2.1 KiB"),
            (2 << 20, "2 MiB"), (5 << 30, "5 GiB"), (3 << 40, "3 TiB"),
        ] as [(Int64, String)])
    func shown(bytes: Int64, text: String) {
        #expect(ByteCount(bytes: bytes).text == text)
    }
}
