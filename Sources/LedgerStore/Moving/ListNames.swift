import BatchModel

/// What the lists of one ledger are called in another: a file knows a list by its path, a database by its name.
package struct ListNames: Sendable {
    /// By the bytes of what they are called in the one.
    private var names: [[UInt8]: String] = [:]
    /// Lists that keep their path for a name, because one that was sent later has their plain one.
    package private(set) var renamed: [String] = []
    /// Lists that a file's ledger would know by a name alone, because none of that name is where it was looked for.
    package private(set) var nameless: [String] = []

    /// Every list keeps its name.
    package init() {}

    /// What the lists of a ledger become in a ledger at an address; `place` finds the path of a list by its name.
    package init(
        of source: any Ledger, in target: LedgerAddress, place: (String) -> String?
    ) throws {
        let isDatabase = source.address.path == nil
        guard isDatabase != (target.path == nil) else { return }
        let lists = try Self.lists(of: source)
        guard isDatabase else {
            nameAll(lists, in: target)
            return
        }
        for list in lists where list != "-" && !list.hasPrefix("/") {
            guard let path = place(list) else {
                nameless.append(list)
                continue
            }
            names[Array(list.utf8)] = path
        }
    }

    private mutating func nameAll(_ lists: [String], in target: LedgerAddress) {
        var taken: Set<[UInt8]> = []
        for list in lists {
            let name = target.manifestName(ofPath: list)
            if taken.insert(Array(name.utf8)).inserted { names[Array(list.utf8)] = name } else { renamed.append(list) }
        }
    }

    /// The lists of a ledger, the one that was sent last first.
    private static func lists(of ledger: any Ledger) throws -> [String] {
        let sent = try ledger.latestRuns().map(\.campaign.identity.manifestPath)
        let all = sent + (try ledger.campaigns().reversed().map(\.identity.manifestPath))
        var met: Set<[UInt8]> = []
        return all.filter { met.insert(Array($0.utf8)).inserted }
    }

    /// A list as the other ledger calls it.
    package func name(of list: String) -> String { names[Array(list.utf8)] ?? list }

    /// A campaign as the other ledger calls it.
    package func identity(of campaign: CampaignIdentity) -> CampaignIdentity {
        CampaignIdentity(
            site: campaign.site, batch: campaign.batch, manifestPath: name(of: campaign.manifestPath))
    }
}
