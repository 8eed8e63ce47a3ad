import ArgumentParser
import BatchEngine
import Foundation
import Text

/// A moment that lies behind: `2026-11-22`, `2026-11-22T18:30`, or how long ago it was, as `24h`. Days begin in UTC, and
/// a time without an offset is in UTC, as the times in reports are.
struct PointInTime: WrittenValue {
    static let writtenForm = "a moment behind us is 2026-11-22, 2026-11-22T18:30 (UTC), or 24h for so long ago."

    /// In milliseconds since 1970 (UTC).
    let milliseconds: Int64

    init?(argument: String) {
        let now = Int64(Date.now.timeIntervalSince1970 * 1_000)
        if let span = Duration(text: argument) {
            milliseconds = now - span.milliseconds
        } else if let instant = Self.instant(argument), instant <= now {
            milliseconds = instant
        } else {
            return nil
        }
    }

    /// A day, or a time of it, in UTC or with an offset; nil for anything else.
    private static func instant(_ text: String) -> Int64? {
        guard let written = WrittenTime(text), let day = written.day else { return nil }
        let offset: Int
        switch written.zone {
        case nil: offset = 0
        case .offset(let minutes): offset = minutes
        case .named: return nil
        }
        return Int64(day * 1_440 + (written.minute ?? 0) - offset) * 60_000 + Int64(written.milliseconds)
    }
}
