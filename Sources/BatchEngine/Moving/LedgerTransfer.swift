import BatchModel
import Foundation
import LedgerStore
import Reporting
import Text

/// Moves everything that one ledger knows into another, and marks the first, so that nothing is sent through it any more.
///
/// The mark comes last: whatever ends this before, doing it again completes it.
package struct LedgerTransfer {
    private let source: LedgerAddress
    private let target: LedgerAddress
    private let ledgers: any LedgerOpener
    private let folder: SendingFolder?

    /// Something that is probably not what was meant.
    package struct Doubt: Sendable, Hashable {
        /// What was found, in one sentence; may quote text from outside.
        package let problem: String
        /// What to do otherwise, in the imperative.
        package let remedy: String
    }

    /// What it came to.
    package struct Result {
        /// How the ledger that was moved is named.
        package let from: String
        /// How the other one is.
        package let to: String
        /// What was moved; nil where that was done before.
        package let summary: MoveSummary?
        /// Lists that a database knows by their paths, because another one has their name.
        package let renamed: [String]
        /// Lists that a file's ledger knows by their names alone.
        package let nameless: [String]
    }

    /// From one address to another; `folder` is where runs of this user tell through which ledger they sent.
    package init(
        from source: LedgerAddress, to target: LedgerAddress, _ ledgers: any LedgerOpener,
        telling folder: SendingFolder?
    ) {
        self.source = source
        self.target = target
        self.ledgers = ledgers
        self.folder = folder
    }

    /// Moves it. `place` finds the path of a list by its name; `approve` is asked what is probably not meant, and throws if it is not.
    ///
    /// - Throws: `RunFault`, `LedgerFault`, and what `approve` throws; then the source is as it was.
    package func run(
        command: String, at milliseconds: Int64, place: (String) -> String?, approve: ([Doubt]) throws -> Void
    ) throws -> Result {
        try RunFault.naming {
            try refuseSame()
            let from = try ledgers.openForMoving(source, command: command)
            defer { from.close() }
            let names = try ListNames(of: from, in: target, place: place)
            let isMoved = try from.moved() != nil
            let questions = Self.questions(names)
            if !isMoved, !questions.isEmpty { try approve(questions) }
            let into = try ledgers.openForMoving(target, command: command)
            defer { into.close() }
            let token = UUID().uuidString
            let summary = try LedgerMove.bring(from, into: into, token: token, as: names)
            if let folder {
                try SendingRegistry(folder).move(
                    from.displayName, from.fingerprint, to: into.displayName, into.fingerprint, as: names)
            }
            if summary != nil {
                try from.markMoved(
                    to: MovedLedger(displayName: into.displayName, token: token, atMilliseconds: milliseconds))
            }
            return Result(
                from: from.displayName, to: into.displayName, summary: summary, renamed: names.renamed,
                nameless: names.nameless)
        }
    }

    /// The ledger that is to be moved must be there, and be another one.
    private func refuseSame() throws {
        guard let from = try ledgers.openForReading(source) else {
            guard source.path != nil else { throw LedgerFault.notMade(ledger: source.description) }
            throw LedgerFault.cannotRead(ledger: source.description, reason: "there is no ledger at this path")
        }
        defer { from.close() }
        guard let into = try ledgers.openForReading(target) else { return }
        defer { into.close() }
        guard from.displayName == into.displayName || from.fingerprint.map({ $0 == into.fingerprint }) ?? false else {
            return
        }
        throw RunFault.unrecorded(
            problem: "\(from.displayName) is both the ledger that is to be moved and the one it is to be moved to.",
            remedy: "Name the other one with \(option: .ledger).")
    }

    private static func questions(_ names: ListNames) -> [Doubt] {
        var questions: [Doubt] = []
        if !names.renamed.isEmpty {
            let lists = shown(names.renamed)
            questions.append(
                Doubt(
                    problem: """
                        A database knows a list by its name, and \(lists) \(names.renamed.count == 1 ? "has" : "have") the name of a list \
                        that was sent later: \(names.renamed.count == 1 ? "its name" : "the name of each") will be its path.
                        """,
                    remedy: "Go on with such a list by \(option: .manifestName) and its path."))
        }
        if !names.nameless.isEmpty {
            let one = names.nameless.count == 1
            questions.append(
                Doubt(
                    problem: """
                        A ledger in a file knows a list by its path, and in this folder there is no \(shown(names.nameless)): \
                        \(one ? "it" : "each") will be known by its rows alone.
                        """,
                    remedy: "Run this in the folder of your lists."))
        }
        return questions
    }

    private static func shown(_ lists: [String]) -> String {
        let first = lists.prefix(3).map { DisplayText.oneLine($0, limit: 200) }.joined(separator: ", ")
        return lists.count > 3 ? "\(first) and \(lists.count - 3) more" : first
    }
}
