import Testing

@testable import Workbooks

@Suite("Numbers keep their digits and lose their exponent")
struct DecimalTextTests {
    @Test(
        "As they are stored",
        arguments: [
            ("0", "0"), ("-0", "0"), ("7", "7"), ("-12.50", "-12.5"), ("447900000000", "447900000000"),
            ("4.479E+11", "447900000000"), ("1E-3", "0.001"), ("1.1000000000000001", "1.1"),
            ("0.30000000000000004", "0.30000000000000004"), ("3.3333333333333335", "3.3333333333333335"),
            ("12345678901234567890", "12345678901234567890"), ("1.5e3", "1500"), ("+5", "5"), (".5", "0.5"),
            ("0.10000000000000001", "0.1"), ("100", "100"),
        ])
    func text(stored: String, expected: String) throws {
        #expect(String(decoding: try #require(DecimalText(Array(stored.utf8))).text, as: UTF8.self) == expected)
    }

    @Test("What is no number is none", arguments: ["", "-", "1e", "1e+", "NaN", "1.2.3", "1e999", "0x10", "1 "])
    func refused(text: String) { #expect(DecimalText(Array(text.utf8)) == nil) }

    @Test(
        "More than fifteen digits are too many",
        arguments: [
            ("123456789012345", false), ("1234567890123456", true), ("1E+15", true), ("1E+14", false), ("0.1", false),
        ])
    func long(text: String, isLong: Bool) { #expect(DecimalText(Array(text.utf8))?.isLong == isLong) }

    @Test(
        "Rounding is half away from zero",
        arguments: [
            ("1.005", 2, "1.01"), ("0.5", 0, "1"), ("-2.5", 0, "-3"), ("99.995", 2, "100"), ("0.04", 1, "0"),
            ("12", 2, "12"),
        ])
    func rounding(text: String, places: Int, expected: String) {
        #expect(
            DecimalText(Array(text.utf8)).map { String(decoding: $0.rounded(places).text, as: UTF8.self) } == expected)
    }
}
