/// A part of an archive that is looked at as bytes, for whoever made it and must know what is there.
package struct PackedPart {
    private let file: PackedFile
    private let name: String

    /// Names a part. Throws a `WorkbookFault` where there is no whole archive, or what the source throws.
    package init(_ name: String, in source: any WorkbookSource) throws {
        file = try PackedFile(source)
        self.name = name
    }

    /// How often an ASCII text stands in the part, which is read to its end. Throws a `WorkbookFault` where it is damaged.
    package func count(of text: String) throws -> Int {
        let wanted = Array(text.utf8)
        let reader = try file.open(name)
        var (count, matched) = (0, 0)
        var hasMore = true
        while hasMore {
            hasMore = try unsafe reader.read { block in
                for index in block.indices {
                    let byte = unsafe block[index]
                    if byte == wanted[matched] {
                        matched += 1
                        guard matched == wanted.count else { continue }
                        count += 1
                        matched = 0
                    } else {
                        // The first character of what is looked for stands in it only once.
                        matched = byte == wanted[0] ? 1 : 0
                    }
                }
            }
        }
        return count
    }
}
