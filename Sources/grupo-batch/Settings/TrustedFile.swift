import BatchModel
import Glibc

/// Reads files that the program obeys: a configuration may name a command to run and where the secret key goes.
enum TrustedFile {
    private static let limit = 1 << 20

    /// The file's bytes.
    ///
    /// Throws `Failure` with status 78 when it cannot be read, belongs to another user, or can be written by others.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let shown = DisplayText.oneLine(path, limit: 1_000)
        let opened = SystemCalls.open(path)
        guard let descriptor = opened.descriptor else {
            throw Failure(.configuration, "\(shown) cannot be read: \(opened.reason).")
        }
        defer { close(descriptor) }
        guard let status = SystemCalls.status(of: descriptor), status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.configuration, "\(shown) is not a regular file.")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw Failure(
                .configuration,
                "\(shown) belongs to another user, who could run commands as you with it; copy it, or name your own with --config."
            )
        }
        // A group of one's own is the custom on many systems.
        let others: mode_t = status.st_gid == getegid() ? 0o002 : 0o022
        guard status.st_mode & others == 0 else {
            throw Failure(
                .configuration,
                "\(shown) can be written by others, who could run commands as you with it; run: chmod go-w \(shown)")
        }
        let bytes = SystemCalls.read(descriptor, limit: limit)
        guard bytes.count <= limit else { throw Failure(.configuration, "\(shown) is larger than 1 MiB.") }
        return bytes
    }
}
