import Files

/// A regular file, open for reading, and what is known of it.
struct RegularFile {
    let descriptor: FileDescriptor
    let status: FileStatus

    /// Opens a file that is called so in errors; `way` is said where it is none that can be read.
    ///
    /// Throws `Failure` with status 78.
    init(_ path: String, called name: String, way: String = "") throws(Failure) {
        do throws(SystemFault) {
            descriptor = try .reading(path)
        } catch {
            throw Failure(.configuration, "\(name) cannot be read: \(error.text).")
        }
        guard let status = try? descriptor.status(), status.kind == .regular else {
            throw Failure(.configuration, "\(name) is not a regular file\(way).")
        }
        self.status = status
    }
}
