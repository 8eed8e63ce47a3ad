import LedgerStore
import Testing

@testable import SQLiteLedger

@Suite("Network file systems")
struct NetworkFileSystemTests {
    static let mounts = """
        22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        30 22 0:25 / /home rw - nfs4 server:/home rw,vers=4.2
        31 30 254:1 / /home/local\\040disk rw shared:3 master:1 - xfs /dev/vdb rw
        32 22 0:30 / /mnt/old rw - ext4 /dev/vdc rw
        33 22 0:31 / /mnt/old rw - fuse.sshfs user@host: rw
        not a mount
        """

    @Test(
        "The file system is that of the deepest mount above a folder, the last one where several lie",
        arguments: [
            ("/", "ext4"), ("/homework", "ext4"), ("/home", "nfs4"), ("/home/", "nfs4"), ("/home/me/state", "nfs4"),
            ("/home/local disk/state", "xfs"), ("/home/local", "nfs4"), ("/mnt/old/x", "fuse.sshfs"), ("/mnt", "ext4"),
        ])
    func types(folder: String, type: String) {
        #expect(NetworkFileSystem.type(of: folder, mounts: Self.mounts) == type)
    }

    @Test("Without a list of mounts nothing is known")
    func noMounts() {
        #expect(NetworkFileSystem.type(of: "/", mounts: "") == nil)
    }

    @Test(
        "Shared and remote file systems are refused",
        arguments: ["nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse.sshfs", "fuse.rclone", "fuse", "virtiofs"])
    func refused(type: String) {
        #expect(NetworkFileSystem.isRefused(type))
    }

    @Test(
        "Local ones are not",
        arguments: ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "fuse.fuse-overlayfs", "f2fs"])
    func accepted(type: String) {
        #expect(!NetworkFileSystem.isRefused(type))
    }
}
