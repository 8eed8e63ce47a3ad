import Glibc

/// An open descriptor, closed when nobody holds it any more.
///
/// The unsafe code of this target lives in the files of this folder: pointers live no longer than the call they are made
/// for.
package final class FileDescriptor: Sendable {
    /// The descriptor's number, good for as long as this object lives.
    package let number: Int32

    /// Takes over an open descriptor.
    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// What the descriptor refers to.
    package func status() throws(SystemFault) -> FileStatus { try FileStatus(of: number) }

    /// Lets only the owner read and write the file, whatever the umask.
    package func makePrivate() throws(SystemFault) { try SystemFault.check(fchmod(number, 0o600)) }

    /// Flushes content and size to disk.
    package func synchronize() throws(SystemFault) { try SystemFault.check(fsync(number)) }
}
