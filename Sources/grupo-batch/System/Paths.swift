import BatchEngine
import Foundation
import GrupoAPI
import LedgerStore
import Manifests

/// Where files go when the user does not say.
enum Paths {
    /// The ledger: the one named, or one per site in the XDG state directory.
    static func ledger(option: String?, site: SiteAddress, environment: [String: String]) -> LedgerAddress {
        if let option, !option.isEmpty { return LedgerAddress(option) }
        return .file("\(stateFolder(environment))/\(site.fileName).sqlite")
    }

    /// Every ledger in the state directory.
    static func ledgers(_ environment: [String: String]) -> [LedgerAddress] {
        let folder = stateFolder(environment)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".sqlite") }.sorted().map { .file("\(folder)/\($0)") }
    }

    /// The folder in which runs tell each other what they send: below the home, wherever the ledgers are, so that a run that was
    /// given another state folder is in it too.
    static func sendingFolder(_ environment: [String: String]) -> SendingFolder {
        let state = stateFolder(environment)
        let home = homeState(environment) + "/grupo-batch"
        // An account of a service may have no home to write to; all its runs then have the folder they were given.
        return isUsable(home) ? SendingFolder(home, earlier: [state]) : SendingFolder(state, earlier: [home])
    }

    private static func homeState(_ environment: [String: String]) -> String {
        (environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()) + "/.local/state"
    }

    /// Whether a folder can be written to, or made.
    private static func isUsable(_ folder: String) -> Bool {
        var existing = folder
        while existing != "/", !FileManager.default.fileExists(atPath: existing) {
            existing = URL(fileURLWithPath: existing).deletingLastPathComponent().path
        }
        return FileManager.default.isWritableFile(atPath: existing)
    }

    /// The folder of the ledgers.
    static func stateFolder(_ environment: [String: String]) -> String {
        // The XDG specification tells to ignore relative paths.
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (state ?? homeState(environment)) + "/grupo-batch"
    }

    /// The results report beside the manifest: `<stem>.results.csv`, with a batch `<stem>.<batch>.results.csv`, for test
    /// sends `<stem>.test.csv`.
    static func report(manifest: String, batch: String?, isTest: Bool) -> String {
        // Beside a descriptor's name, such as /dev/stdin, no file can lie; /dev/shm is a folder like others.
        let isDevice = manifest.hasPrefix("/dev/") && !manifest.hasPrefix("/dev/shm/")
        if manifest == "-" || isDevice || manifest.hasPrefix("/proc/") {
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
    static func manifest(ofReport report: String, batch: String?) throws -> String {
        let slash = report.lastIndex(of: "/")
        let folder = slash.map { String(report[...$0]) } ?? ""
        let name = String(slash.map { report[report.index(after: $0)...] } ?? report[...])
        let bare = withoutEnding(name)
        var stems = [bare.hasSuffix(".results") ? withoutEnding(bare) : bare]
        // A label may hold dots, and so may a manifest's name.
        while let longest = stems.last, longest.contains("."), batch?.isEmpty == false {
            stems.append(withoutEnding(longest))
        }
        for (index, stem) in stems.enumerated() {
            guard index == 0 || withoutEnding(reportName(stem: stem, batch: batch, isTest: false)) == bare else {
                continue
            }
            let found = ManifestFormat.endings.map { "\(folder)\(stem).\($0)" }
                .filter { $0 != report && FileManager.default.fileExists(atPath: $0) }
                // Other reports of the same run may lie there too.
                .filter { (try? PriorReport(path: $0)) == nil }
            if found.count == 1 { return found[0] }
            if found.count > 1 { break }
        }
        throw Failure(.usage, "Say which list the report is about with --manifest.")
    }

    private static func withoutEnding(_ name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
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
