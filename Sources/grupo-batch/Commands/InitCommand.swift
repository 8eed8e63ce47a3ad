import ArgumentParser
import BatchModel
import Files
import Foundation
import Reporting

/// `grupo-batch init [DIR]`: files to begin with.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a starter list, template and configuration; never overwrites.",
        discussion: HelpText.page(
            "grupo-batch init", "grupo-batch init spring-campaign",
            paragraphs: "Exit code 0 when done, 64 for wrong use, 73 when a file is there already or cannot be written."
        ))

    @Argument(help: "The folder to make them in (the current one).", completion: .directory)
    var folder = "."

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup(visibility: .hidden) var accepted: BatchArguments

    func run() throws {
        LostOutput.isNotAll()
        let starters = StarterFile.all
        let paths = starters.map { folder == "." ? $0.name : "\(folder)/\($0.name)" }
        let present = paths.filter { FileManager.default.fileExists(atPath: $0) || isLink($0) }
        guard present.isEmpty else {
            throw Failure(
                .cannotCreate,
                """
                \(DisplayText.oneLine(present.joined(separator: ", "), limit: 1_000)) \(present.count == 1 ? "is" : "are") \
                there already, and nothing was written. Name another folder: grupo-batch init DIR
                """)
        }
        try makeFolder()
        do {
            for (starter, path) in zip(starters, paths) {
                let file = try AtomicFile(path: path)
                try file.write(starter.text)
                try file.commit()
            }
        } catch {
            throw Failure(.cannotCreate, DisplayText.oneLine("\(error)", limit: 1_000))
        }
        guard !json else { return Console.out(JSONText.of(["files": paths])) }
        for (starter, path) in zip(starters, paths) { Console.out("\(DisplayText.oneLine(path))  \(starter.purpose)") }
        let step = folder == "." ? "" : "cd \(RunReport.quoted(folder)) && "
        Console.out("\nNext: \(step)grupo-batch validate recipients.csv")
    }

    private func makeFolder() throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            let reason = ((error as? CocoaError)?.underlying as? POSIXError).map {
                SystemFault(code: $0.code.rawValue).text
            }
            throw Failure(
                .cannotCreate,
                """
                The folder \(DisplayText.oneLine(folder, limit: 1_000)) cannot be made\(reason.map { ": \($0)" } ?? ""). Name \
                another: grupo-batch init DIR
                """)
        }
    }

    private func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }
}
