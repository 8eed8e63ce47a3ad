/// PHP's warning before a reply that it threw the whole form away, because the body was over `post_max_size`:
/// https://www.php.net/manual/en/ini.core.php#ini.post-max-size
///
/// The script then answers an empty form, with whatever it says to a request that names no key.
enum FormLimitWarning {
    private static let beginning = "POST Content-Length of "
    private static let middle = " bytes exceeds the limit of "

    /// The limit it names, in bytes; nil when there is no such warning.
    static func limit(in body: some Collection<UInt8>) -> Int64? {
        let text = String(decoding: body, as: UTF8.self)
        guard let start = text.firstRange(of: beginning) else { return nil }
        let words = text[start.upperBound...].split(separator: middle, maxSplits: 1)
        guard words.count == 2, Int64(words[0]) != nil else { return nil }
        return Int64(words[1].prefix { $0.isASCII && $0.isNumber })
    }
}
