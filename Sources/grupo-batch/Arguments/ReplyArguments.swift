import ArgumentParser
import BatchEngine
import Foundation
import GrupoAPI

/// What the user knows about this site's answers beyond the published API.
struct ReplyArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Error keys after which nothing will work: stop at once; repeatable.", valueName: "keys"))
    var fatalErrorKeys: [String] = []

    @Option(
        help: ArgumentHelp("Error keys that concern one recipient and never stop a run; repeatable.", valueName: "keys")
    )
    var recipientErrorKeys: [String] = []

    @Option(help: ArgumentHelp("Error keys that pass by themselves: try again; repeatable.", valueName: "keys"))
    var temporaryErrorKeys: [String] = []

    @Option(
        "Stop after so many identical rejections in a row when others were sent; off, or 0, never does.", valueName: "n"
    )
    var refusalsInARow = RefusalLimit.rows(50)

    @Option(
        help: ArgumentHelp(
            "HTTP statuses which on this site prove that nothing was stored; repeatable.", valueName: "statuses"))
    var notSentStatuses: [String] = []

    @Option(
        help: ArgumentHelp(
            "What else means true in \"success\" on this site, such as 1; repeatable.", valueName: "values"))
    var successValues: [String] = []

    func validate() throws {
        for status in Self.list(notSentStatuses) where !(Int(status).map { (300...599).contains($0) } ?? false) {
            throw ValidationError("--not-sent-statuses takes HTTP statuses from 300 to 599, such as 502.")
        }
        let keys = [fatalErrorKeys, recipientErrorKeys, temporaryErrorKeys].map { Set(Self.list($0)) }
        for (one, other) in [(0, 1), (0, 2)] {
            if let key = keys[one].intersection(keys[other]).min() {
                throw ValidationError("The error key \(key) cannot be fatal and something else as well.")
            }
        }
    }

    /// What the classification is told.
    var rules: ClassificationRules {
        ClassificationRules(
            notSentStatuses: Set(Self.list(notSentStatuses).compactMap { Int($0) }),
            successValues: Set(Self.list(successValues)))
    }

    /// Whether rows that the site refused may be sent again in the same run.
    var retriesRefusals: Bool { !Self.list(temporaryErrorKeys).isEmpty }

    /// What all who send a run together must be told alike, because each judges answers by it.
    var facts: [String] {
        let lists = [("not-sent-statuses", notSentStatuses), ("success-values", successValues)]
        return lists.compactMap { name, values in
            let items = Set(Self.list(values)).sorted()
            return items.isEmpty ? nil : "--\(name) \(items.joined(separator: ","))"
        }
    }

    /// Tells the engine which keys stop a run, and which do not.
    func apply(to settings: inout DeliverySettings) {
        settings.rules.fatalErrorKeys = Set(Self.list(fatalErrorKeys))
        settings.rules.refusalsInARow = refusalsInARow.most
        settings.rules.recipientErrorKeys = Set(Self.list(recipientErrorKeys))
        settings.temporaryErrorKeys = Set(Self.list(temporaryErrorKeys))
    }

    /// The items of every list, however they are divided among them.
    private static func list(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) }.filter {
            !$0.isEmpty
        }
    }
}
