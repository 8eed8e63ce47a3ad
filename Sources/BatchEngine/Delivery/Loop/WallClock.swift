import Glibc

/// The time of day, for records people read; never for measuring.
package enum WallClock {
    /// Milliseconds since 1970 (UTC).
    package static var milliseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
