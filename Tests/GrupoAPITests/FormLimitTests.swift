import BatchModel
import Testing

@testable import GrupoAPI

@Suite("PHP's warning of an over-long form")
struct FormLimitTests {
    private static let warning = """
        <br />
        <b>Warning</b>:  POST Content-Length of 9000211 bytes exceeds the limit of 8388608 bytes in <b>Unknown</b> on line <b>0</b><br />

        """

    private func limit(_ text: String) -> Int64? { FormLimitWarning.limit(in: Array(text.utf8)) }

    @Test("is read, in HTML and plain")
    func accepted() {
        #expect(limit(Self.warning + "{}") == 8_388_608)
        #expect(
            limit("PHP Warning:  POST Content-Length of 5 bytes exceeds the limit of 4 bytes in Unknown on line 0") == 4
        )
    }

    @Test(
        "is not seen in anything else",
        arguments: [
            "", "{\"success\":true}", "POST Content-Length of",
            "POST Content-Length of many bytes exceeds the limit of 4",
            "POST Content-Length of 5 bytes exceeds the limit of ",
        ])
    func refused(text: String) { #expect(limit(text) == nil) }
}
