import Foundation
import Testing

/// Makes a named pipe; opening it for reading would wait for a writer.
func makePipe(_ path: String) throws { try #require(unsafe mkfifo(path, 0o600) == 0) }

/// Makes a link.
func makeLink(_ path: String, to target: String) throws { try #require(unsafe symlink(target, path) == 0) }

/// Makes a folder.
func makeFolder(_ path: String) throws { try #require(unsafe mkdir(path, 0o700) == 0) }

/// Whether the tests run as a user who may read everything.
var isSuperuser: Bool { geteuid() == 0 }

/// Puts a link in the place of a folder, and the folder back.
func swapForLink(_ folder: String, to target: String) {
    _ = unsafe rename(folder, folder + ".away")
    _ = unsafe symlink(target, folder)
    _ = unsafe unlink(folder)
    _ = unsafe rename(folder + ".away", folder)
}

/// A socket with a name in the file system.
final class UnixSocket {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        try #require(bytes.count < 108)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, size) }
        }
        try #require(status == 0)
    }

    deinit { close(descriptor) }
}

/// Puts a file in another's place at once.
func renameFile(_ path: String, to target: String) throws { try #require(unsafe rename(path, target) == 0) }
