/// Watches for a refusal that meets everybody after messages were accepted, such as that of a secret key which was changed.
///
/// Pure. A key that was followed by a success concerns single recipients and is not counted. What counts as following: an
/// attempt that began when the refusal was known proves it. One that began later than the refused one but was under way
/// beside it only speaks for it, because the secret may have been changed between the two: the run is twice as patient.
package struct RefusalWatch: Sendable {
    private struct Sighting: Sendable {
        /// How many results were known with the first refusal of this key, it included.
        var results: Int
        /// The first of the attempts that were refused with it.
        var number: Int
        /// Whether a success that was under way beside it speaks for the key.
        var isSpokenFor = false
    }

    private static let patience = 2
    private static let mostKeys = 256

    /// What is known of the site's refusals, this run included.
    package private(set) var history: RefusalHistory
    private let limit: Int?
    private let limitOnTrial: Int
    private let recipientKeys: Set<String>
    private var proved: Set<String>
    private var sightings: [String: Sighting] = [:]
    private var streak = Streak()
    /// How many results were known with the first refusal of the streak, it included.
    private var streakSince = 0
    /// The last of the attempts that were accepted.
    private var lastAccepted = 0

    /// Begins with what earlier runs found.
    ///
    /// - Parameters:
    ///   - limit: identical refusals in a row that are too many; nil counts none.
    ///   - limitOnTrial: the same while nothing was accepted since such refusals stopped a run.
    ///   - recipientKeys: keys that are known to concern single recipients: a run that one of them stopped says nothing of the
    ///     site.
    ///   - history: what is known of the site.
    ///   - earlier: the keys of this batch's refused rows.
    package init(
        limit: Int?, limitOnTrial: Int, recipientKeys: Set<String> = [], history: RefusalHistory,
        earlier: EarlierRefusals
    ) {
        self.limit = limit
        self.limitOnTrial = min(limitOnTrial, limit ?? limitOnTrial)
        self.recipientKeys = recipientKeys
        self.history = history
        proved = Set(history.proved).union(earlier.followed.subtracting(history.suspected))
        for key in earlier.unfollowed.subtracting(history.suspected) {
            sightings[key] = Sighting(results: 0, number: 0)
        }
    }

    /// Whether refusals stopped the last run and nothing was accepted since: rows go one by one.
    package var isOnTrial: Bool { limit != nil && history.stoppedBy.map { !recipientKeys.contains($0) } ?? false }

    /// Whether nothing that was accepted proves a key to concern single recipients, or speaks for it.
    func isCounted(_ key: String) -> Bool { !proved.contains(key) && sightings[key]?.isSpokenFor != true }

    /// Takes note of a success.
    mutating func succeeded(_ place: AttemptPlace) {
        // One that was under way before the streak says nothing of what came after.
        if place.resultsBefore >= streakSince { streak = Streak() }
        lastAccepted = max(lastAccepted, place.number)
        if history.stoppedBy != nil { history.accept() }
        for (key, sighting) in sightings where place.number > sighting.number {
            if place.resultsBefore >= sighting.results {
                sightings[key] = nil
                proved.insert(key)
                // What an earlier run met may have been mended before this one.
                if sighting.results > 0 { history.prove(key, isCertain: true) }
            } else {
                speak(for: key)
            }
        }
    }

    /// Takes note of a final refusal, the last of so many results, and returns how many of its kind came in a row if they are too
    /// many.
    mutating func refused(_ key: String, _ place: AttemptPlace, results: Int) -> Int? {
        guard !proved.contains(key) else { return nil }
        note(key, place, results)
        guard let limit else { return nil }
        let count = streak.extend(with: key)
        if count == 1 { streakSince = results }
        let most = isOnTrial ? limitOnTrial : sightings[key]?.isSpokenFor == true ? limit * Self.patience : limit
        return count >= most ? count : nil
    }

    /// Takes note that refusals with this key stop the run.
    mutating func stopped(by key: String) { history.stop(by: key) }

    private mutating func note(_ key: String, _ place: AttemptPlace, _ results: Int) {
        if let known = sightings[key] {
            sightings[key]?.number = min(known.number, place.number)
        } else if sightings.count < Self.mostKeys {
            sightings[key] = Sighting(results: results, number: place.number)
        }
        if lastAccepted > place.number { speak(for: key) }
    }

    private mutating func speak(for key: String) {
        guard sightings[key]?.isSpokenFor == false else { return }
        sightings[key]?.isSpokenFor = true
        history.prove(key, isCertain: false)
    }
}

/// The keys of a batch's rows that earlier runs left refused.
package struct EarlierRefusals: Sendable, Hashable {
    /// Those that were refused before the newest success.
    package var followed: Set<String> = []
    /// The others.
    package var unfollowed: Set<String> = []

    /// No row was refused.
    package init() {}

    /// Adds a key, and whether a message was sent after its first refusal.
    mutating func add(_ key: String, wasFollowed: Bool) {
        if wasFollowed { followed.insert(key) } else { unfollowed.insert(key) }
    }
}
