/// Holds the doubtful lines of suppression lists against the users of a manifest, row by row.
struct DoubtCount {
    private struct Hit {
        var user: String
        var row: Int
    }

    private let suppressed: SuppressedUsers
    private var lineOfPart: [UInt64: Int32] = [:]
    private var lineOfDomain: [UInt64: Int32] = [:]
    private var hits: [Int: Hit] = [:]
    /// Users whose domain a list names as if it were a person, by the digest of the domain.
    private var domainHits: [UInt64: Hit] = [:]
    /// What users of the manifest look like.
    private var usual: NameShape = []
    private var digests = RecipientDigest()

    init(_ suppressed: SuppressedUsers) {
        self.suppressed = suppressed
        for (index, line) in suppressed.doubtful.enumerated() {
            for part in NameParts.of(line.text) { lineOfPart[digests.of(part)] = Int32(index) }
            if let domain = NameParts.domain(line.text) { lineOfDomain[digests.of(domain)] = Int32(index) }
        }
    }

    /// Whether there is nothing to hold against anybody.
    private var isIdle: Bool { suppressed.doubtful.isEmpty && !suppressed.mayNameDomains }

    /// Takes a user of the manifest: the bytes of the name, its digest, and whether a list names that very user.
    mutating func take(_ user: ArraySlice<UInt8>, _ digest: UInt64, isListed: Bool, row: Int) {
        if isIdle { return }
        let name = String(decoding: user, as: UTF8.self)
        if !suppressed.doubtful.isEmpty { usual.formUnion(NameShape.of(ListedName.trimmed(name))) }
        if isListed { return }
        let hit = Hit(user: name, row: row)
        if let line = lineOfPart[digest].map(Int.init), hits[line] == nil { hits[line] = hit }
        guard let sign = name.lastIndex(of: "@") else { return }
        let domain = digests.of(String(name[name.index(after: sign)...]))
        if let line = lineOfDomain[domain].map(Int.init), hits[line] == nil { hits[line] = hit }
        if suppressed.mayNameDomains, domainHits[domain] == nil, suppressed.person(domain) != nil {
            domainHits[domain] = hit
        }
    }

    /// The lines that are no user's name and look like more; `isMatched` tells of a person whether a row has one of their names.
    func doubts(_ isMatched: (Int) -> Bool) -> [Exclusion.Doubt] {
        func isNamed(_ digest: UInt64) -> Bool { suppressed.person(digest).map(isMatched) ?? false }
        let lines = suppressed.doubtful.enumerated().compactMap { index, line in
            isNamed(line.digest) ? nil : doubt(line, hits[index])
        }
        let domains = domainHits.compactMap { domain, hit -> Exclusion.Doubt? in
            guard !isNamed(domain), let person = suppressed.person(domain),
                let list = suppressed.lists.first(where: { $0.new.contains(person) })
            else { return nil }
            let name = hit.user.split(separator: "@").last.map(String.init) ?? ""
            return Exclusion.Doubt(
                list: list.name, text: name, isPattern: true, user: hit.user, row: hit.row, isCertain: true)
        }
        return lines + domains.sorted { $0.row ?? 0 < $1.row ?? 0 }
    }

    private func doubt(_ line: DoubtfulLine, _ hit: Hit?) -> Exclusion.Doubt? {
        let isPattern = line.shape.contains(.wildcard)
        var odd = line.shape.subtracting(usual)
        if isPattern { odd.insert(.wildcard) }
        if hit == nil, line.isCell ? odd.subtracting(.blank).isEmpty : odd.isEmpty { return nil }
        // Where people have blanks in their names, one name may well begin like another.
        let isCertain = hit != nil && !odd.isEmpty && !(line.isCell && odd == .blank)
        return Exclusion.Doubt(
            list: suppressed.lists[line.list].name, place: "\(line.isCell ? "row" : "line") \(line.number)",
            text: line.text, isPattern: isPattern, user: hit?.user, row: hit?.row, isCertain: isCertain)
    }
}
