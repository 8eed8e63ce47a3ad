import Glibc

/// What the system says about a file.
///
/// Equal ones are of the same file with, as far as can be told, the same content. That of a path is found without opening
/// the file: closing a descriptor of a database would drop the locks SQLite holds on it
/// (https://www.sqlite.org/howtocorrupt.html, 2.2).
package struct FileStatus: Sendable {
    /// What stands there.
    package enum Kind: Sendable, Hashable {
        case regular, directory, link, pipe, device, socket
    }

    /// What stands there.
    package var kind: Kind
    /// The device the file is on.
    package var device: UInt64
    /// The file's number on its device: it stays when the file gets another name.
    package var inode: UInt64
    /// The file's size.
    package var byteCount: Int64
    /// How many names the file has.
    package var linkCount: Int
    /// Whose it is.
    package var owner: UInt32
    /// Which group's it is.
    package var group: UInt32
    /// Who may read, write and execute it: the lower nine bits of its mode.
    package var permissions: UInt32
    private var contentTime: timespec
    private var entryTime: timespec

    /// What stands at a path.
    package init(at path: String, followingLinks: Bool = true) throws(SystemFault) {
        var raw = stat()
        try SystemFault.check(followingLinks ? unsafe stat(path, &raw) : unsafe lstat(path, &raw))
        self.init(raw)
    }

    /// What an open descriptor refers to.
    package init(of number: Int32) throws(SystemFault) {
        var raw = stat()
        try SystemFault.check(unsafe fstat(number, &raw))
        self.init(raw)
    }

    private init(_ raw: stat) {
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .device
            }
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        byteCount = Int64(raw.st_size)
        linkCount = Int(raw.st_nlink)
        owner = raw.st_uid
        group = raw.st_gid
        permissions = raw.st_mode & 0o777
        contentTime = raw.st_mtim
        entryTime = raw.st_ctim
    }

    /// The last change of the content, in nanoseconds since 1970.
    package var modified: Int64 { Int64(contentTime.tv_sec) * 1_000_000_000 + Int64(contentTime.tv_nsec) }

    /// What tells the file from every other one, and from itself once anybody has changed, replaced or renamed it.
    package var version: FileVersion {
        let times = [contentTime, entryTime].map { "\($0.tv_sec).\($0.tv_nsec)" }
        return FileVersion(text: "\(device):\(inode):\(byteCount):\(times[0]):\(times[1])")
    }

    /// Whether both are of one file, pipe or terminal.
    package func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }

    /// Whether the file belongs to who runs this process.
    package var isOwn: Bool { owner == geteuid() }

    /// Whether the file belongs to the group of this process.
    package var isOfOwnGroup: Bool { group == getegid() }
}

extension FileStatus: Hashable {
    package static func == (one: Self, other: Self) -> Bool {
        one.isSameFile(as: other) && one.kind == other.kind && one.byteCount == other.byteCount
            && one.modified == other.modified
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(device)
        hasher.combine(inode)
        hasher.combine(byteCount)
        hasher.combine(modified)
    }
}
