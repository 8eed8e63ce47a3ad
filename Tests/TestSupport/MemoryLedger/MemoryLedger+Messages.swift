import BatchModel
import LedgerStore

extension MemoryLedger {
    /// No message here has a name of the earlier rule.
    func mayHoldEarlierNames() throws -> Bool { false }

    func lookup(_ rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)]) throws -> [LedgerEntry?] {
        let content = store.read()
        return rows.map { content.find($0.identity).flatMap { content.entry($0.entry) } }
    }

    func entries(numbered numbers: [Int64]) throws -> [Int64: LedgerEntry] {
        let content = store.read()
        return Dictionary(Set(numbers).compactMap { number in content.entry(number).map { (number, $0) } }) { $1 }
    }

    func served(_ identity: CampaignIdentity) throws -> ServedSum {
        let content = store.read()
        var sum = ServedSum()
        guard let campaign = content.campaign(identity)?.id else { return sum }
        for (entry, message) in content.all {
            let isOfFile =
                message.campaign == campaign || content.counted[campaign]?.contains(entry) ?? false
            let isDenied = PersonVerdict.notSent.isRecorded(of: message)
            if isOfFile, message.isServed || isDenied { sum.add(message.identity) }
        }
        return sum
    }

    func served(
        _ people: RecipientSet, site: String, batch: String?
    ) throws -> EnrolmentSummary.ServedElsewhere? {
        let content = store.read()
        var meeting = MemoryMeeting()
        for campaign in content.campaigns(site: site, batch: batch) {
            meeting.add(campaign, in: content) { people.contains($0) ? $0 : nil }
        }
        return meeting.summary(among: people.count)
    }

    func count(
        _ rows: [MessageToSend], site: String, batch: String?, alive: Campaign?, in held: inout HeldMessages
    ) throws {
        let content = store.read()
        let reach = alive.flatMap { content.reaches[$0.id] }
        let batch = CampaignIdentity(site: site, batch: batch, manifestPath: "")
        let versions = MemoryVersions(identity: batch)
        for row in rows {
            var found = content.find(row.identity)
            if found?.message.isServed != true, let corrected = row.corrected,
                let original = versions.original(corrected.of, in: content),
                original.message.recipient == corrected.recipient, original.batch == batch.batch ?? ""
            {
                found = (original.entry, original.message)
            }
            guard let (entry, message) = found else { continue }
            let isUnderWay = message.state == .claimed ? alive != nil : reach?.contains(entry) ?? false
            switch message.state {
            case .sent, .unknown: held.takeServed(message)
            case .claimed where alive == nil: held.takeServed(message)
            case .claimed, .pending, .rejected, .notSent: if isUnderWay { held.underWay += 1 }
            }
        }
    }

    func refusals(of campaign: Campaign) throws -> [EarlierRefusal] {
        var first: [MemoryContent.Bytes: Int64] = [:]
        for (_, message) in store.read().all where message.campaign == campaign.id && message.state == .rejected {
            guard let key = message.trace.errorKey, let end = message.trace.finishedAtMilliseconds else { continue }
            first[Array(key.utf8)] = min(first[Array(key.utf8)] ?? end, end)
        }
        let sorted = first.sorted {
            $0.value < $1.value || $0.value == $1.value && $0.key.lexicographicallyPrecedes($1.key)
        }
        return sorted.prefix(64).map {
            EarlierRefusal(errorKey: String(decoding: $0.key, as: UTF8.self), firstAtMilliseconds: $0.value)
        }
    }
}

extension HeldMessages {
    fileprivate mutating func takeServed(_ message: MemoryContent.Message) {
        served += 1
        if message.state != .sent { unknown += 1 }
        if campaign == nil || message.trace.finishedAtMilliseconds ?? 0 >= lastAtMilliseconds ?? 0 {
            campaign = message.campaign
            lastAtMilliseconds = message.trace.finishedAtMilliseconds
        }
    }
}

extension PersonVerdict {
    /// Whether a message is where this verdict put it.
    func isRecorded(of message: MemoryContent.Message) -> Bool {
        message.state == state && message.trace.errorKey == errorKey
    }
}
