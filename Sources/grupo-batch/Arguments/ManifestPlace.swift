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
            let isFolder = argument[..<(argument.lastIndex(of: "/") ?? argument.startIndex)].contains("\u{FFFD}")
            throw Failure(
                .unreadable,
                "The \(isFolder ? "path" : "file name") “\(shown)” is not UTF-8. Rename the \(isFolder ? "folder" : "file"), or "
                    + "give it on standard input: - --input-format csv < FILE; the report then goes where --report says."
            )
        }
        try checkFolder(of: argument)
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

    /// Refuses a manifest in a folder whose name is not text: neither its attachments could be opened nor the ledger find it again.
    /// `-` stands for the folder one is in.
    static func checkFolder(of argument: String) throws(Failure) {
        let isInput = argument == "-"
        guard let path = try? FileSystem.realPathBytes(isInput ? "." : argument),
            String(validating: path, as: UTF8.self) == nil
        else {
            return
        }
        let shown = DisplayText.oneLine(String(decoding: path, as: UTF8.self), limit: 300)
        throw Failure(
            .unreadable,
            isInput
                ? "The folder you are in, “\(shown)”, has a name that is not UTF-8. Rename it, or change into another folder."
                : "The name of the folder in “\(shown)” is not UTF-8. Rename the folder, or move the file to another one."
        )
    }

    /// What stands at a path, links followed; nil when nothing does.
    private static func kind(of path: String) -> FileStatus.Kind? {
        (try? FileStatus(at: path))?.kind
    }

    private static func advice(folder: String) -> String {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
            [".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".ods"].contains {
                name.lowercased().hasSuffix($0)
            }
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
