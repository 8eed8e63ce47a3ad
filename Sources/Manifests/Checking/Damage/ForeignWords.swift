/// Stands for the words of a text that hold anything beyond ASCII, one after the other: all that misread text is known by.
enum ForeignWords {
    /// A hash of those words and of the place the text has.
    static func hash(_ text: Span<UInt8>, _ place: DamagePlace) -> UInt64 {
        var hash = UInt64(bitPattern: Int64(place.hashValue))
        var start = 0
        var isForeign = false
        for index in text.indices {
            let byte = text[index]
            if byte >= 0x80 {
                isForeign = true
            } else if byte <= 0x20 {
                if isForeign { hash = FastHash.combine(hash, text.extracting(start..<index)) }
                (start, isForeign) = (index + 1, false)
            }
        }
        return isForeign ? FastHash.combine(hash, text.extracting(start..<text.count)) : hash
    }
}
