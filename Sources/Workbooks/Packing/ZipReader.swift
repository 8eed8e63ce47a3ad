import CArchive

/// Goes through the members of a ZIP archive by libarchive.
///
/// With `XMLReader.swift` and `XMLText.swift` the only unsafe code of the target. libarchive's state and the block it reads from
/// live in this object; what it hands out is good until its next call only.
@safe final class ZipReader {
    /// What the archive says of a member.
    struct Member {
        /// Nil for a name that is no text.
        var name: String?
        var isEncrypted: Bool
    }

    /// No deflated text of a real sheet is this much shorter than itself; a bomb is made of nothing else.
    private static let ratioLimit: Int64 = 200
    private static let freeByteCount: Int64 = 64 << 20

    private let archive: OpaquePointer
    private let feed: Feed
    private let byteLimit: Int64
    private(set) var byteCount: Int64 = 0
    /// How many bytes the member has that was met last, unpacked.
    private(set) var memberByteCount: Int64 = 0

    init(_ source: any WorkbookSource) throws {
        guard let archive = unsafe archive_read_new() else {
            // A few hundred bytes: where there is no memory for them, none of Swift's own calls would return either.
            preconditionFailure("libarchive has no memory to start")
        }
        unsafe self.archive = unsafe archive
        feed = Feed(source)
        byteLimit = max(Self.freeByteCount, min(source.byteCount, 1 << 40) * Self.ratioLimit)
        unsafe archive_read_support_format_zip_seekable(archive)
        unsafe archive_read_set_read_callback(archive, readBlock)
        unsafe archive_read_set_seek_callback(archive, seekTo)
        unsafe archive_read_set_skip_callback(archive, skipOver)
        unsafe archive_read_set_callback_data(archive, Unmanaged.passUnretained(feed).toOpaque())
        let status = unsafe archive_read_open1(archive)
        try feed.rethrow()
        guard status == ARCHIVE_OK else {
            throw WorkbookFault.damaged("its archive has no end, as if the file were cut")
        }
    }

    deinit { unsafe archive_read_free(archive) }

    /// The next member; nil behind the last.
    func next() throws -> Member? {
        var entry: OpaquePointer?
        let status = unsafe archive_read_next_header(archive, &entry)
        try feed.rethrow()
        if status == ARCHIVE_EOF { return nil }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else {
            throw WorkbookFault.damaged("its archive cannot be read")
        }
        byteCount = 0
        memberByteCount = unsafe archive_entry_size(entry)
        let name = unsafe archive_entry_pathname(entry).flatMap { unsafe String(validatingCString: $0) }
        return unsafe Member(name: name, isEncrypted: archive_entry_is_encrypted(entry) != 0)
    }

    /// Hands on the next bytes of the member that was met last; false at its end, when its checksum was found right.
    func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        var block: UnsafeRawPointer?
        var count = 0
        var offset: la_int64_t = 0
        let status = unsafe archive_read_data_block(archive, &block, &count, &offset)
        try feed.rethrow()
        if status == ARCHIVE_EOF { return false }
        guard status == ARCHIVE_OK else {
            throw WorkbookFault.damaged("a part of it is cut, or has other bytes than its checksum says")
        }
        byteCount += Int64(count)
        guard byteCount <= byteLimit else {
            throw WorkbookFault.harmful("The workbook unpacks to more than \(Self.ratioLimit) times its size")
        }
        try unsafe body(UnsafeRawBufferPointer(start: block, count: count))
        return true
    }
}

/// What libarchive reads from: the block it was given last stays until the next call.
@safe private final class Feed {
    private static let blockSize = 1 << 16

    private let source: any WorkbookSource
    private let memory: UnsafeMutableBufferPointer<UInt8>
    private var block = [UInt8](repeating: 0, count: blockSize)
    private var offset: Int64 = 0
    private var error: (any Error)?

    init(_ source: any WorkbookSource) {
        self.source = source
        unsafe memory = .allocate(capacity: Self.blockSize)
    }

    deinit { unsafe memory.deallocate() }

    /// Throws what the source threw where no error can pass.
    func rethrow() throws { if let error { throw error } }

    func read() -> (start: UnsafeRawPointer?, count: Int) {
        do {
            let count = try source.read(into: &block, at: offset)
            offset += Int64(count)
            _ = unsafe memory.update(fromContentsOf: block[..<count])
            return unsafe (UnsafeRawPointer(memory.baseAddress), count)
        } catch {
            self.error = error
            return (nil, -1)
        }
    }

    func move(by distance: Int64, from whence: Int32) -> Int64 {
        let start: Int64 = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? offset : source.byteCount
        let (place, hasOverflown) = start.addingReportingOverflow(distance)
        if hasOverflown || place < 0 { return Int64(ARCHIVE_FATAL) }
        offset = place
        return place
    }
}

private func readBlock(
    _ archive: OpaquePointer?, _ feed: UnsafeMutableRawPointer?, _ block: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> la_ssize_t {
    guard let feed = unsafe feed else { return -1 }
    let (start, count) = unsafe Unmanaged<Feed>.fromOpaque(feed).takeUnretainedValue().read()
    unsafe block?.pointee = unsafe start
    return count
}

private func seekTo(
    _ archive: OpaquePointer?, _ feed: UnsafeMutableRawPointer?, _ offset: la_int64_t, _ whence: Int32
) -> la_int64_t {
    guard let feed = unsafe feed else { return la_int64_t(ARCHIVE_FATAL) }
    return unsafe Unmanaged<Feed>.fromOpaque(feed).takeUnretainedValue().move(by: offset, from: whence)
}

private func skipOver(_ archive: OpaquePointer?, _ feed: UnsafeMutableRawPointer?, _ count: la_int64_t) -> la_int64_t {
    guard let feed = unsafe feed else { return 0 }
    let moved = unsafe Unmanaged<Feed>.fromOpaque(feed).takeUnretainedValue().move(by: count, from: SEEK_CUR)
    return moved < 0 ? 0 : count
}

extension ZipReader {
    /// The version of libarchive in use.
    static var version: String {
        let number = archive_version_number()
        return "\(number / 1_000_000).\(number / 1_000 % 1_000).\(number % 1_000)"
    }
}
