import BatchModel
import Files

/// Reads files that the program obeys: a configuration may name a command to run and where the secret key goes.
enum TrustedFile {
    private static let limit = 1 << 20

    /// The file's bytes.
    ///
    /// Throws `Failure` with status 78 when it cannot be read, belongs to another user, or can be written by others.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let shown = DisplayText.oneLine(path, limit: 1_000)
        let file = try RegularFile(path, called: shown)
        let status = file.status
        guard status.isOwn || status.owner == 0 else {
            throw Failure(
                .configuration,
                "\(shown) belongs to another user, who could run commands as you with it; copy it, or name your own with --config."
            )
        }
        // A group of one's own is the custom on many systems.
        let others: UInt32 = status.isOfOwnGroup ? 0o002 : 0o022
        guard status.permissions & others == 0 else {
            throw Failure(
                .configuration,
                "\(shown) can be written by others, who could run commands as you with it; run: chmod go-w \(shown)")
        }
        let bytes = file.descriptor.read(limit: limit)
        guard bytes.count <= limit else { throw Failure(.configuration, "\(shown) is larger than 1 MiB.") }
        return bytes
    }
}
