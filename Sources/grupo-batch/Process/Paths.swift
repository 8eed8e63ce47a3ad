import Foundation
import GrupoAPI

/// Where files go when the user does not say.
enum Paths {
    /// The ledger: the one named, or one per site in the XDG state directory.
    static func ledger(option: String?, site: SiteAddress, environment: [String: String]) -> String {
        if let path = option, !path.isEmpty { return path }
        return "\(stateFolder(environment))/\(site.fileName).sqlite"
    }

    /// The folder of the ledgers, and of what runs tell each other.
    static func stateFolder(_ environment: [String: String]) -> String {
        // The XDG specification tells to ignore relative paths.
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (state ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state") + "/grupo-batch"
    }

    /// The results report beside the manifest: `<stem>.results.csv`, with a batch `<stem>.<batch>.results.csv`, for test
    /// sends `<stem>.test.csv`.
    static func report(manifest: String, batch: String?, isTest: Bool) -> String {
        // Beside a descriptor's name, such as /dev/stdin, no file can lie.
        if manifest == "-" || manifest.hasPrefix("/dev/") || manifest.hasPrefix("/proc/") {
            return reportName(stem: "stdin", batch: batch, isTest: isTest)
        }
        let slash = manifest.lastIndex(of: "/")
        let folder = slash.map { String(manifest[...$0]) } ?? ""
        let name = slash.map { manifest[manifest.index(after: $0)...] } ?? manifest[...]
        let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
        return folder + reportName(stem: String(dot.map { name[..<$0] } ?? name), batch: batch, isTest: isTest)
    }

    /// The folder a path is in, absolute and without links.
    static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    }

    /// The manifest a report beside it is about: the one file of the same stem that is a manifest.
    static func manifest(ofReport report: String) throws -> String {
        var stem = report
        for ending in [".results.csv", ".csv"] where stem.hasSuffix(ending) {
            stem.removeLast(ending.count)
            break
        }
        let found = ["csv", "tsv", "json", "jsonl", "ndjson"].map { "\(stem).\($0)" }
            .filter { $0 != report && FileManager.default.fileExists(atPath: $0) }
        guard found.count == 1 else {
            throw Failure(.usage, "Say which manifest the report is about with --manifest.")
        }
        return found[0]
    }

    private static func reportName(stem: String, batch: String?, isTest: Bool) -> String {
        if isTest { return "\(stem).test.csv" }
        guard let batch, !batch.isEmpty else { return "\(stem).results.csv" }
        // A label may hold anything, a file name may not; the sum keeps two labels apart that then look alike.
        let label = String(batch.map { $0 == "/" || $0.isNewline || $0 == "\0" ? "_" : $0 })
        guard label != batch else { return "\(stem).\(label).results.csv" }
        let sum = batch.utf8.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return "\(stem).\(label)-\(String(sum, radix: 16)).results.csv"
    }
}
