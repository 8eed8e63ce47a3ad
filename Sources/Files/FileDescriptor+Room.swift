import Glibc

extension FileDescriptor {
    private static let pipeSize: Int32 = 1_032  // F_GETPIPE_SZ, which is no POSIX

    /// Whether a descriptor takes a few kilobytes now without making the writer wait.
    ///
    /// A pipe must be three quarters empty: what has to arrive finds the rest free.
    package static func hasRoom(_ number: Int32) -> Bool {
        guard let unread = unreadByteCount(number) else { return takes(number, within: 0) }
        return unread <= max(0, Int(fcntl(number, pipeSize))) / 4
    }

    /// How many bytes a pipe holds that nobody has read; nil for anything but a pipe with a reader.
    package static func unreadByteCount(_ number: Int32) -> Int? {
        var count: Int32 = 0
        guard
            let status = try? FileStatus(of: number), status.kind == .pipe,
            unsafe ioctl(number, UInt(FIONREAD), &count) == 0, !isAbandoned(number)
        else { return nil }
        return Int(count)
    }

    /// Whether something can be written, or writing would fail at once.
    static func takes(_ number: Int32, within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&entry, 1, milliseconds) != 0
    }

    private static func isAbandoned(_ number: Int32) -> Bool {
        var entry = pollfd(fd: number, events: 0, revents: 0)
        return unsafe poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR) != 0
    }
}
