/// Two words with a question mark between them and no blank behind it, as people type: `quo vadis?domine`.
///
/// A word that lost a letter falls into parts of which one is short, has no vowel, or begins as no word does.
enum SentenceEnd {
    private static let least = 4
    private static let vowels = Set("aeiouy")
    /// Two consonants with which words begin.
    private static let onsets: Set<String> = [
        "bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gn", "gr", "kl", "kn", "kr", "ph", "pl", "pr", "ps",
        "qu", "rh",
        "sc", "sh", "sk", "sl", "sm", "sn", "sp", "st", "sw", "th", "tr", "tw", "vr", "wh", "wr", "zw",
    ]
    /// Two consonants with which hardly any word ends.
    private static let cutEnds: Set<String> = [
        "br", "dr", "fl", "fr", "gl", "gr", "kl", "kn", "kr", "pl", "pr", "tr", "zw", "vr", "pf", "bl", "cl", "cr",
    ]
    /// What is left of words in front of their ß: Stra?enbahn, schlie?lich.
    private static let beforeSharp: Set<String> = ["stra", "schlie", "ausschlie", "abschlie", "anschlie", "einschlie"]
    /// How words go on whose first letter is lost, and few words begin.
    static let headless = [
        "ber", "bung", "brig", "nderung", "ndern", "ffn", "ffentlich", "hnlich", "sterreich", "rzt", "cole", "tudiant",
    ].map { Array($0.utf8) }

    /// How words end whose beginnings are no words: Entsch?digung, consid?rations. German ones would have a capital.
    private static let tails = [
        "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "ation", "ations",
    ]
    /// The same of short ones: autom?tico, econ?micas.
    private static let shortTails = ["ico", "ica", "icos", "icas", "ique", "iques", "rieur", "rieux"]
    /// How the rest of a word begins and no other does: Best?tigungsmail, besch?digt, tats?chlich.
    private static let rests = ["tig", "digt", "dige", "digu", "gung", "chlich", "rungs", "lungs", "nungs"]
    private static let words: Set<String> = [
        "young", "nation", "nations", "station", "stations", "chica", "chicas", "chico", "chicos",
        "rico",
        "rica", "ricos", "ricas", "musica", "pique", "unique", "uniques", "tigers", "tiger", "tight", "tigre",
        "jung", "schwung", "sprung",
    ]

    /// Whether it is the rest of a word rather than a word.
    private static func isRest(_ next: String) -> Bool {
        if words.contains(next) { return false }
        return tails.contains { next.hasSuffix($0) && next.count > $0.count } || rests.contains { next.hasPrefix($0) }
            || next.count <= 6 && shortTails.contains(where: next.hasSuffix)
    }

    /// Whether a mark between these parts may well end a question.
    static func mayStand(between before: String, _ next: String) -> Bool {
        guard before.count >= least, !isRest(next), next.count >= least, before.contains(where: vowels.contains),
            next.contains(where: vowels.contains), !beforeSharp.contains(before),
            !cutEnds.contains(String(before.suffix(2))),
            let first = next.first, let second = next.dropFirst().first
        else { return false }
        return vowels.contains(first) || vowels.contains(second) || onsets.contains(String(next.prefix(2)))
    }
}
