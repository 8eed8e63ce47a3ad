import Glibc

/// This process and others, as whoever shares a file with them needs to know.
package enum Processes {
    /// The number of this process.
    package static var own: Int32 { getpid() }

    /// Whether a process with this number exists.
    package static func exists(_ number: Int32) -> Bool { kill(number, 0) == 0 || errno == EPERM }

    /// Waits; blocks the thread.
    package static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}
