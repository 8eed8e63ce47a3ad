import Foundation
import LedgerStore

/// Tells file systems on which locks, shared memory or fsync do not hold between processes and hosts. WAL works on none of
/// them: https://www.sqlite.org/wal.html
enum NetworkFileSystem {
    /// Refuses a folder on such a file system. Where the system does not list its mounts, nothing is refused.
    static func refuse(folder: String, for path: String) throws {
        let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
        if let type = type(of: folder, mounts: mounts), isRefused(type) {
            throw LedgerFault.notDurable(
                ledger: path,
                reason: "would be on a network file system (\(type)), where locks and writes cannot be relied on")
        }
    }

    /// The type of the file system a folder is on: that of the deepest mount above it, and of several at one place the
    /// last. `mounts` has the form of `/proc/self/mountinfo`; the folder's links are resolved.
    static func type(of folder: String, mounts: String) -> String? {
        let folder = folder.hasSuffix("/") ? folder : folder + "/"
        var deepest = (depth: 0, type: String?.none)
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
            var place = unescaped(fields[4])
            if !place.hasSuffix("/") { place += "/" }
            if folder.hasPrefix(place), place.utf8.count >= deepest.depth {
                deepest = (place.utf8.count, String(fields[dash + 1]))
            }
        }
        return deepest.type
    }

    /// Whether a ledger must not be kept on this type. FUSE serves local and remote disks alike: what is not known to be
    /// local is refused.
    static func isRefused(_ type: String) -> Bool {
        refused.contains(type) || (type == "fuse" || type.hasPrefix("fuse.")) && !localFUSE.contains(type)
    }

    private static let refused: Set = [
        "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs", "gfs2", "gpfs", "lustre", "ncp", "ncpfs",
        "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "prl_fs", "pvfs2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    ]

    private static let localFUSE: Set = [
        "fuse.bindfs", "fuse.cryfs", "fuse.encfs", "fuse.exfat", "fuse.fuse-overlayfs", "fuse.gocryptfs",
        "fuse.ntfs-3g",
    ]

    /// Blanks and backslashes stand as three octal digits after a backslash.
    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = field.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3, let code = UInt8(String(rest.prefix(3)) ?? "", radix: 8) {
                bytes.append(code)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
