import Testing

@testable import BatchModel

@Suite("The name of a sandbox")
struct SandboxNameTests {
    @Test("is known again in its address, and every start has another one")
    func random() {
        let names = Set((0..<100).map { _ in SandboxName.random() })
        #expect(names.count == 100)
        for name in names {
            #expect(SandboxName.isSandbox(site: "http://127.0.0.1:8099/\(name)"))
            let parts = SandboxName.split("/\(name)/api_request/")
            #expect(parts.name == "/\(name)")
            #expect(parts.path == "/api_request/")
        }
    }

    @Test(
        "is told from every other address",
        arguments: [
            ("http://127.0.0.1:8099/sandbox-48213377", true), ("http://[::1]:8099/sandbox-48213377", true),
            ("127.0.0.1:8099/sandbox-48213377", true), ("http://localhost:8099/sandbox-48213377", true),
            ("http://127.0.0.1:8099", false), ("http://127.0.0.1:8099/sandbox-4821337", false),
            ("http://127.0.0.1:8099/sandbox-48213377/x", false), ("http://127.0.0.1:8099/sandbox-4821337a", false),
            ("https://chat.example.org/sandbox-48213377", false),
            ("http://localhost.example.org/sandbox-48213377", false),
            ("", false),
        ])
    func address(site: String, isSandbox: Bool) { #expect(SandboxName.isSandbox(site: site) == isSandbox) }

    @Test(
        "is taken off a path only where it is one",
        arguments: ["/api_request/", "/elsewhere/api_request/", "/", "", "/sandbox-1/x"])
    func path(path: String) {
        #expect(SandboxName.split(path).name.isEmpty)
        #expect(SandboxName.split(path).path == path)
    }
}
