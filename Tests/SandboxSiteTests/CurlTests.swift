import Foundation
import Testing
import Text

@testable import SandboxSite

@Suite("The sandbox as other programs see it")
struct CurlTests {
    private func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("curl's upload arrives byte for byte, and the log has one line for it")
    func upload() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = SeededGenerator(seed: 7)
        let content = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try Data(content).write(to: folder.appending(path: "noise.bin"))
        var settings = SandboxSettings()
        settings.logPath = folder.appending(path: "log.jsonl").path
        settings.synchronizesLog = true
        settings.secretKey = "key"
        try await SandboxSite.running(settings) { site, running in
            let fields = ["add=message", "user=ada", "sender=team", "message=Hi", "api_secret_key=key"]
            let reply = try await curl(
                ["--form", "file_attachments=@\(folder.path)/noise.bin"] + fields.flatMap { ["--form-string", $0] }
                    + ["\(running.site)/api_request/"])
            #expect(reply == #"{"success":true}"#)
            #expect(site.messages.first?.attachment?.content == content)
        }
        let log = try String(contentsOf: folder.appending(path: "log.jsonl"), encoding: .utf8)
        #expect(log.count { $0 == "\n" } == 1)
        #expect(log.hasPrefix(#"{"attachment":{"byte_count":300000,"content_type":"application/octet-stream","#))
        let attributes = try FileManager.default.attributesOfItem(atPath: settings.logPath ?? "")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("A log is added to, never begun anew")
    func logGrows() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = SandboxSettings()
        settings.logPath = folder.appending(path: "log.jsonl").path
        for _ in 1...2 {
            try await SandboxSite.running(settings) { _, running in
                _ = try await SiteClient(running).post(.message(key: running.secretKey))
            }
        }
        let log = try String(contentsOf: folder.appending(path: "log.jsonl"), encoding: .utf8)
        #expect(log.count { $0 == "\n" } == 2)
    }

    @Test("A log that cannot be opened stops the start")
    func logRefused() async throws {
        var settings = SandboxSettings()
        settings.logPath = "/nonexistent/log.jsonl"
        await #expect(throws: SandboxFault.self) { try await SandboxSite(settings).start() }
    }

    private func curl(_ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = ["--silent", "--show-error", "--max-time", "30"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let handle = output.fileHandleForReading
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }
}
