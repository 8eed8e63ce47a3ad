/// Holds the doubtful lines of suppression lists against the users of a manifest, row by row.
struct DoubtCount {
    private struct Hit {
        var user: String
        var row: Int
        /// Whether the line is that user's name and nothing more than signs.
        var isWhole = false
    }

    private let suppressed: SuppressedUsers
    private var lineOfPart: [UInt64: Int32] = [:]
    private var lineOfBareName: [UInt64: Int32] = [:]
    private var lineOfDomain: [UInt64: Int32] = [:]
    private var lineOfLostName: [UInt64: Int32] = [:]
    private var hits: [Int: Hit] = [:]
    /// Users whose domain a list names as if it were a person, by the digest of the domain.
    private var domainHits: [UInt64: Hit] = [:]
    /// Users of whom a list has the name in plainer characters, by the person of the list.
    private var plainerHits: [Int: (name: String, hit: Hit)] = [:]
    /// What users of the manifest look like.
    private var usual: NameShape = []
    private var digests = RecipientDigest()

    init(_ suppressed: SuppressedUsers) {
        self.suppressed = suppressed
        for (index, line) in suppressed.doubtful.enumerated() {
            for part in NameParts.of(line.text) { lineOfPart[digests.of(part)] = Int32(index) }
            if line.shape.contains(.decorated) {
                for name in BareName.of(line.text) { lineOfBareName[digests.of(name)] = Int32(index) }
            }
            if line.text.contains("?") { lineOfLostName[line.digest] = Int32(index) }
            if let domain = NameParts.domain(line.text) { lineOfDomain[digests.of(domain)] = Int32(index) }
        }
    }

    /// Whether there is nothing to hold against anybody.
    private var isIdle: Bool { suppressed.doubtful.isEmpty && !suppressed.mayNameDomains }

    /// Takes a user of the manifest: the bytes of the name, its digest, and whether a list names that very user.
    mutating func take(_ user: ArraySlice<UInt8>, _ digest: UInt64, isListed: Bool, row: Int) {
        if !isListed, user.contains(where: { $0 >= 0x80 }) { lookForPlainer(user, digest, row) }
        if !isListed, let first = user.first, first == 0x30 || first &- 0x30 < 10 && suppressed.hasZeros {
            lookForNumber(user, row)
        }
        if isIdle { return }
        let name = String(decoding: user, as: UTF8.self)
        if !suppressed.doubtful.isEmpty { usual.formUnion(NameShape.of(ListedName.trimmed(name))) }
        if isListed { return }
        let hit = Hit(user: name, row: row)
        if let line = lineOfBareName[digest].map(Int.init), hits[line]?.isWhole != true {
            hits[line] = Hit(user: name, row: row, isWhole: true)
        }
        if let line = lineOfLostName(name), hits[line]?.isWhole != true {
            hits[line] = Hit(user: name, row: row, isWhole: true)
        }
        if let line = lineOfPart[digest].map(Int.init), hits[line] == nil { hits[line] = hit }
        guard let sign = name.lastIndex(of: "@") else { return }
        let domain = digests.of(String(name[name.index(after: sign)...]))
        if let line = lineOfDomain[domain].map(Int.init), hits[line] == nil { hits[line] = hit }
        if suppressed.mayNameDomains, domainHits[domain] == nil, suppressed.person(domain) != nil {
            domainHits[domain] = hit
        }
    }

    /// The line that has a name with `?` for each letter beyond ASCII, or for each of their bytes.
    private mutating func lineOfLostName(_ name: String) -> Int? {
        guard !lineOfLostName.isEmpty, !IdentityText.isASCII(name.utf8.span) else { return nil }
        let composed = String(decoding: IdentityText.composed(name.utf8.span), as: UTF8.self)
        let letters = composed.unicodeScalars.map { $0.isASCII ? String($0) : "?" }
        let bytes = composed.utf8.map { $0 < 0x80 ? String(Unicode.Scalar($0)) : "?" }
        for form in [letters, bytes] {
            if let line = lineOfLostName[digests.of(form.joined())] { return Int(line) }
        }
        return nil
    }

    /// Many a site takes full-width and other forms of a character for the same.
    private mutating func lookForPlainer(_ user: ArraySlice<UInt8>, _ digest: UInt64, _ row: Int) {
        let name = String(decoding: user, as: UTF8.self)
        guard BareName.mayBePlainer(name) else { return }
        let plain = BareName.plain(name)
        guard let person = suppressed.person(digests.of(plain)), plainerHits[person] == nil else { return }
        plainerHits[person] = (plain, Hit(user: name, row: row, isWhole: true))
    }

    /// A spreadsheet takes the zeros before a number away, or shows them where none are.
    private mutating func lookForNumber(_ user: ArraySlice<UInt8>, _ row: Int) {
        let name = String(decoding: user, as: UTF8.self)
        guard let listed = suppressed.sameNumber(as: name, &digests), let person = suppressed.person(listed.digest),
            plainerHits[person] == nil
        else { return }
        plainerHits[person] = (listed.name, Hit(user: name, row: row, isWhole: true))
    }

    /// The lines that are no user's name and look like more; `isMatched` tells of a person whether a row has one of their names.
    func doubts(_ isMatched: (Int) -> Bool) -> [Exclusion.Doubt] {
        func isNamed(_ digest: UInt64) -> Bool { suppressed.person(digest).map(isMatched) ?? false }
        let lines = suppressed.doubtful.enumerated().compactMap { index, line in
            isNamed(line.digest) ? nil : doubt(line, hits[index])
        }
        let plainer = plainerHits.sorted { $0.value.hit.row < $1.value.hit.row }.compactMap { person, found in
            isMatched(person)
                ? nil
                : Exclusion.Doubt(
                    list: listName(of: person), text: found.name, isPattern: false, isDecorated: true,
                    user: found.hit.user, row: found.hit.row, isCertain: true)
        }
        let domains = domainHits.compactMap { domain, hit -> Exclusion.Doubt? in
            guard !isNamed(domain), let person = suppressed.person(domain) else { return nil }
            let name = hit.user.split(separator: "@").last.map(String.init) ?? ""
            return Exclusion.Doubt(
                list: listName(of: person), text: name, isPattern: true, user: hit.user, row: hit.row, isCertain: true)
        }
        return lines + plainer + domains.sorted { $0.row ?? 0 < $1.row ?? 0 }
    }

    private func listName(of person: Int) -> String {
        suppressed.lists.first { $0.new.contains(person) }?.name ?? ""
    }

    private func doubt(_ line: DoubtfulLine, _ hit: Hit?) -> Exclusion.Doubt? {
        let isWhole = hit?.isWhole == true
        let isPattern = line.shape.contains(.wildcard) && !isWhole
        var odd = line.shape.subtracting(usual)
        // Signs around a name that is nobody's here matter to nobody.
        if !isWhole { odd.remove(.decorated) }
        if isPattern { odd.insert(.wildcard) }
        if hit == nil, line.isCell ? odd.subtracting(.blank).isEmpty : odd.isEmpty { return nil }
        // Nobody has an address with such signs.
        let isAddress = isWhole && hit?.user.contains("@") == true
        // Where people have blanks in their names, one name may well begin like another.
        let isCertain = isAddress || hit != nil && !odd.isEmpty && !(line.isCell && odd == .blank)
        return Exclusion.Doubt(
            list: suppressed.lists[line.list].name, place: "\(line.isCell ? "row" : "line") \(line.number)",
            text: line.text, isPattern: isPattern, isDecorated: isWhole, user: hit?.user, row: hit?.row,
            isCertain: isCertain)
    }
}
