import BatchModel
import GrupoAPI

/// Watches for a site that takes connections and answers nobody: each row it is sent becomes unknown.
///
/// Pure. After the first row without an answer rows go one by one until there is one; those that were under way beside it have
/// left already.
struct SilenceWatch: Sendable {
    private static let own: Set<String> = [ClientErrorKey.cancelled.rawValue, ClientErrorKey.shutDown.rawValue]

    private let limit: Int
    private let limitBeforeSuccess: Int
    /// How many results were known with the first of the rows without an answer, it included; nil when the last row had one.
    private var since: Int?
    private var count = 0
    private var countAfterFirst = 0

    /// - Parameters:
    ///   - limit: rows without an answer that are too many, not counting those under way when the first one was known.
    ///   - limitBeforeSuccess: the same, all counted, while the site has accepted nothing.
    init(limit: Int, limitBeforeSuccess: Int) {
        self.limit = limit
        self.limitBeforeSuccess = limitBeforeSuccess
    }

    /// Whether the site has not answered since a row had no answer.
    var isSilent: Bool { since != nil }

    /// Takes note of the last of so many results and returns how many rows in a row had no answer if they are too many.
    mutating func observe(
        _ result: AttemptResult, _ place: AttemptPlace, results: Int, windowWasOpen: Bool
    ) -> Int? {
        guard Self.isWithoutAnswer(result) else {
            if result.httpStatus != nil || result.verdict == .sent || result.verdict == .rejected { self = anew }
            return nil
        }
        count += 1
        if let since, place.resultsBefore >= since { countAfterFirst += 1 }
        since = since ?? results
        let isTooMuch = windowWasOpen ? countAfterFirst >= limit : count >= limitBeforeSuccess
        return isTooMuch ? count : nil
    }

    private var anew: SilenceWatch { SilenceWatch(limit: limit, limitBeforeSuccess: limitBeforeSuccess) }

    private static func isWithoutAnswer(_ result: AttemptResult) -> Bool {
        result.verdict == .unknown && result.httpStatus == nil && result.siteFault == nil
            && !own.contains(result.errorKey ?? "")
    }
}
