/// Whether a site's words about a refusal are plainly about the key of its API. The API lists no error keys.
package enum SecretKeyWords {
    private static let telling = ["secret", "api key", "invalid key", "unauthorized", "authentication"]

    /// Judges an error key and the message beside it.
    package static func areTold(by key: String, _ message: String?) -> Bool {
        [key, message ?? ""].contains { words in
            let words = words.lowercased().map { $0.isLetter ? String($0) : " " }.joined()
            return telling.contains { words.contains($0) }
        }
    }
}
