import BatchModel
import Files
import Foundation

/// Places that a manifest cannot be read from, each with what to do instead.
enum ManifestPlace {
    private static let listed = 3

    /// Refuses a folder, a pipe or device, and a name that is not text.
    static func check(_ argument: String) throws(Failure) {
        let shown = DisplayText.oneLine(argument, limit: 300)
        guard isText(argument) else {
            throw Failure(
                .unreadable,
                "The file name “\(shown)” is not UTF-8. Rename the file, or give it on standard input: "
                    + "- --input-format csv < FILE; the report then goes where --report says.")
        }
        guard let kind = kind(of: argument) else { return }
        switch kind {
        case .regular: return
        case .directory:
            throw Failure(.unreadable, "“\(shown)” is a folder, not a list. \(advice(folder: argument))")
        default:
            throw Failure(
                .unreadable,
                "“\(shown)” is no file that can be read twice. Give it on standard input, "
                    + "COMMAND | grupo-batch … - --input-format csv, or save it as a file.")
        }
    }

    /// What stands at a path, links followed; nil when nothing does.
    private static func kind(of path: String) -> FileStatus.Kind? {
        (try? FileStatus(at: path))?.kind
    }

    private static func advice(folder: String) -> String {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
            [".csv", ".tsv", ".json", ".jsonl", ".ndjson"].contains { name.lowercased().hasSuffix($0) }
                && !name.contains(".results.") && !name.hasPrefix(".")
        }
        guard !names.isEmpty else { return "Name the list itself; this folder holds none." }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        let shown = names.sorted().prefix(listed).map { DisplayText.oneLine(prefix + $0) }.joined(separator: ", ")
        return "Name the list in it: \(shown)\(names.count > listed ? " or another" : "")."
    }

    /// Whether the argument came as UTF-8: what did not was repaired, and names no file.
    private static func isText(_ argument: String) -> Bool {
        guard argument.unicodeScalars.contains("\u{FFFD}"),
            let line = try? Data(contentsOf: URL(fileURLWithPath: "/proc/self/cmdline"))
        else { return true }
        return !line.split(separator: 0).contains { word in
            String(data: word, encoding: .utf8) == nil && String(decoding: word, as: UTF8.self) == argument
        }
    }
}
