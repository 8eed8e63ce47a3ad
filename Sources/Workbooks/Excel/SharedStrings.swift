import Files

/// The texts that cells of a workbook share, each with its length before it, in pages: in memory as long as they are few, else in a
/// nameless file that goes with the process.
struct SharedStrings: Sendable {
    static let pageSize = 1 << 16
    /// 32 MiB of texts; those of a sheet of a million rows may be ten times as much.
    private static let pageLimit = 512
    /// Of so many texts the place of one is kept.
    static let stride = 16

    private var pages: [[UInt8]] = []
    private var last: [UInt8] = []
    private var spill: FileDescriptor?
    private var spilledPageCount = 0
    private(set) var places: [Int] = []
    /// How many texts there are.
    private(set) var count = 0

    /// Whether the texts are in a file.
    var isSpilled: Bool { spill != nil }

    private var byteCount: Int { (spilledPageCount + pages.count) * Self.pageSize + last.count }

    /// Adds the next text.
    mutating func append(_ text: [UInt8]) throws {
        if count % Self.stride == 0 { places.append(byteCount) }
        count += 1
        var length = text.count
        repeat {
            last.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
            length >>= 7
        } while length > 0
        last += text
        while last.count >= Self.pageSize { try turn() }
    }

    private mutating func turn() throws {
        if last.count == Self.pageSize {
            pages.append(last)
            last = []
            last.reserveCapacity(Self.pageSize)
        } else {
            pages.append(Array(last.prefix(Self.pageSize)))
            last.removeSubrange(..<Self.pageSize)
        }
        guard spill != nil || pages.count >= Self.pageLimit else { return }
        do {
            let file = try spill ?? FileDescriptor.nameless(in: FileSystem.temporaryFolder)
            spill = file
            for page in pages { try file.write(page) }
        } catch let fault as SystemFault {
            throw WorkbookFault(
                .unusable,
                "The workbook's texts take more than 32 MiB, and \(FileSystem.temporaryFolder) takes no file for them: \(fault.text).",
                "Make room there, or name another folder with TMPDIR.")
        }
        spilledPageCount += pages.count
        pages = []
    }

    /// A page of texts.
    func page(_ number: Int) throws -> [UInt8] {
        guard let spill, number < spilledPageCount else {
            let index = number - spilledPageCount
            return index < pages.count ? pages[index] : last
        }
        var page = [UInt8](repeating: 0, count: Self.pageSize)
        var read = 0
        while read < page.count {
            let count = try spill.read(into: &page, from: read, at: Int64(number * Self.pageSize + read))
            if count == 0 { throw WorkbookFault.damaged("the file of its texts was cut") }
            read += count
        }
        return page
    }
}
