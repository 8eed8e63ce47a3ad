import BatchEngine
import BatchModel
import Files
import Foundation
import LedgerStore
import Reporting
import Text

/// `grupo-batch ledger import --from LEDGER`: moves everything that another ledger knows.
extension LedgerImportCommand {
    private static let listed = 20

    /// What was typed that says something of a report alone.
    var optionsWithoutEffect: [String] {
        let reading = Settings.current?.typed(in: ReadingArguments.self) ?? []
        return reading + (manifest == nil ? [] : ["manifest"]) + (ledger.manifestName == nil ? [] : ["manifest-name"])
    }

    func move(_ from: String) throws {
        LostOutput.isNotAll()
        let environment = ProcessInfo.processInfo.environment
        let target: LedgerAddress =
            if let named = ledger.ledger, !named.isEmpty {
                LedgerAddress(named)
            } else {
                Paths.ledger(option: nil, site: try site.requiredAddress(), environment: environment)
            }
        let transfer = LedgerTransfer(
            from: LedgerAddress(from), to: target, LedgerFactory(), telling: Paths.sendingFolder(environment))
        let result: LedgerTransfer.Result
        do {
            result = try transfer.run(
                command: "ledger import --from \(LedgerAddress(from))", at: WallClock.milliseconds,
                place: Self.place(of:), approve: approve)
        } catch {
            throw RunFault.named(error)
        }
        guard !json else { return Console.out(JSONText.of(Moved(result))) }
        show(result)
    }

    /// The path by which a ledger in a file would know a list of this folder; nil where there is none of that name.
    private static func place(of name: String) -> String? {
        guard let kind = try? FileStatus(at: name).kind, kind == .regular else { return nil }
        return URL(fileURLWithPath: name).resolvingSymlinksInPath().path
    }

    private func approve(_ questions: [LedgerTransfer.Doubt]) throws {
        if yes { return }
        let problem = questions.map(\.problem).joined(separator: " ")
        guard Console.canAsk else {
            throw RunFault.unrecorded(
                problem: problem,
                remedy: questions.map(\.remedy).joined(separator: " ") + " If it is what you mean, add --yes.")
        }
        Console.err(DisplayText.oneLine(problem, limit: 2_000))
        guard Confirmation.agrees("Move the ledger? [y/N] ") else {
            throw Failure(.refused, "Nothing was moved. The same command asks again.")
        }
    }

    private func show(_ result: LedgerTransfer.Result) {
        let (from, to) = (shown(result.from), shown(result.to))
        guard let summary = result.summary else {
            return Console.out("\(from) was moved to \(to) before: nothing is left to do.")
        }
        let messages = summary.messages
        let known =
            messages.changed + messages.unchanged == 0
            ? ""
            : "; \(Numbers.grouped(messages.changed)) known there changed, \(Numbers.grouped(messages.unchanged)) stay as they are"
        Console.out(
            """
            \(Numbers.count(messages.added, "message")) of \(Numbers.count(summary.campaigns, "campaign")), with \
            \(Numbers.count(summary.runs, "run")), moved from \(from) to \(to)\(known).
            """)
        Console.out("Nothing is sent through \(from) any more: go on with --ledger \(DisplayText.shellWord(to)).")
        for list in result.renamed.prefix(Self.listed) {
            let word = DisplayText.shellWord(shown(list))
            Console.out("One list goes on by another name: \(word) with --manifest-name \(word)")
        }
        if result.renamed.count > Self.listed {
            Console.out("So do \(Numbers.grouped(result.renamed.count - Self.listed)) more.")
        }
    }

    private func shown(_ text: String) -> String { DisplayText.oneLine(text, limit: 1_000) }
}

/// What a move did, for programs.
private struct Moved: Encodable {
    let from: String
    let to: String
    /// False where it was done before.
    let moved: Bool
    let added: Int
    let changed: Int
    let knownBefore: Int
    let campaigns: Int
    let runs: Int
    let keptPath: [String]
    let knownByRows: [String]

    init(_ result: LedgerTransfer.Result) {
        from = result.from
        to = result.to
        moved = result.summary != nil
        let summary = result.summary ?? MoveSummary()
        (added, changed) = (summary.messages.added, summary.messages.changed)
        knownBefore = summary.messages.unchanged
        (campaigns, runs) = (summary.campaigns, summary.runs)
        (keptPath, knownByRows) = (result.renamed, result.nameless)
    }
}
