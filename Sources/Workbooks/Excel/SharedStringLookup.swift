/// Finds texts that cells share; most sheets ask for them in their order.
struct SharedStringLookup {
    private static let cacheSize = 64

    private let strings: SharedStrings
    private var cached: [(number: Int, page: [UInt8])?]
    private var page: [UInt8] = []
    private var pageNumber = -1
    private var place = 0
    /// The text that begins at `place`.
    private var next = -1

    init(_ strings: SharedStrings) {
        self.strings = strings
        cached = strings.isSpilled ? Array(repeating: nil, count: Self.cacheSize) : []
    }

    /// Puts a text behind others; false when there is none of this number.
    mutating func append(_ number: Int, to bytes: inout [UInt8]) throws -> Bool {
        guard number < strings.count else { return false }
        if number != next {
            let stride = number / SharedStrings.stride
            // The text may be a little further on in the same stride.
            if next < 0 || next > number || next / SharedStrings.stride != stride {
                place = strings.places[stride]
                next = stride * SharedStrings.stride
            }
            while next < number {
                place += try length()
                next += 1
            }
        }
        var rest = try length()
        while rest > 0 {
            try turn()
            let start = place % SharedStrings.pageSize
            let count = min(rest, page.count - start)
            bytes += page[start..<start + count]
            place += count
            rest -= count
        }
        next += 1
        return true
    }

    private mutating func length() throws -> Int {
        var length = 0
        var shift = 0
        while true {
            try turn()
            let byte = page[place % SharedStrings.pageSize]
            place += 1
            length |= Int(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { return length }
        }
    }

    /// Makes the page of the place the one that is read.
    private mutating func turn() throws {
        let number = place / SharedStrings.pageSize
        if number == pageNumber { return }
        pageNumber = number
        guard !cached.isEmpty else { return page = try strings.page(number) }
        if let known = cached[number % Self.cacheSize], known.number == number { return page = known.page }
        page = try strings.page(number)
        cached[number % Self.cacheSize] = (number, page)
    }
}
