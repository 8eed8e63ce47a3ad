import Manifests
import Text

extension RunQuestion {
    /// What is odd about suppression lists: each that names nobody, or nobody of this manifest, is probably another list than
    /// the one that was meant.
    static func about(_ exclusion: Exclusion) -> [RunQuestion] {
        cut(exclusion) + unmatched(exclusion) + doubtful(exclusion.doubts.filter { !$0.isCertain })
    }

    private static func doubtful(_ doubts: [Exclusion.Doubt]) -> [RunQuestion] {
        guard let text = DoubtText(doubts) else { return [] }
        return [RunQuestion(.listLineDoubtful, problem: text.question, remedy: text.remedy)]
    }

    private static func cut(_ exclusion: Exclusion) -> [RunQuestion] {
        exclusion.lists.filter(\.mayBeCut).map { list in
            RunQuestion(
                .listMayBeCut,
                problem:
                    "The list \(list.name) given with \(option: .exclude) ends in zero bytes, as a power cut leaves them: names may be missing.",
                remedy: "Compare its last name with where the list came from.")
        }
    }

    private static func unmatched(_ exclusion: Exclusion) -> [RunQuestion] {
        exclusion.lists.filter { $0.unmatched == $0.names }.map { list in
            guard list.names > 0 else {
                let what = list.kind == .plain ? "is empty" : "has a header and no names"
                return RunQuestion(
                    .listNamesNobody,
                    problem: "The list \(list.name) given with \(option: .exclude) \(what): it leaves out nobody.",
                    remedy: "Check that it is the right file, and that it was written to its end.")
            }
            let none = list.names == 1 ? "The only name" : "None of the \(list.names) names"
            let verb = list.names == 1 ? "is in no row" : "is in a row"
            return RunQuestion(
                .listMatchesNobody,
                problem:
                    "\(none) on the list \(list.name) given with \(option: .exclude) \(verb) of your list: it leaves out nobody.",
                remedy: "Check that it is the right file, and that it names people as your list does.")
        }
    }
}
