/// Finds out whether the bytes of a file are UTF-8 with characters beyond ASCII, block by block.
///
/// Costs nothing any more once a byte says no, which in most other encodings the first letter beyond ASCII does.
struct UTF8Evidence {
    private var isValid = true
    private var isBeyondASCII = false
    /// The beginning of a character at the end of the last block.
    private var rest: [UInt8] = []

    /// Whether all bytes so far are.
    var isUTF8BeyondASCII: Bool { isValid && isBeyondASCII && rest.isEmpty }

    /// Takes the next bytes of the file.
    mutating func take(_ bytes: Span<UInt8>) {
        guard isValid else { return }
        if rest.isEmpty { return look(bytes) }
        var joined = rest
        joined.append(copying: bytes)
        look(joined.span)
    }

    private mutating func look(_ bytes: Span<UInt8>) {
        rest = []
        var valid = bytes.count
        do {
            _ = try UTF8Span(validating: bytes)
        } catch {
            valid = error.byteOffsets.lowerBound
            rest = Array(copying: bytes.extracting(valid...))
            isValid = TextSource.mayContinue(rest[...])
        }
        if !isBeyondASCII { isBeyondASCII = !IdentityText.isASCII(bytes.extracting(..<valid)) }
    }
}
