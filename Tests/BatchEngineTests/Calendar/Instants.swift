import Reporting
import Testing

/// An instant written in UTC as `2026-03-29T01:00`.
func utc(_ text: String) throws -> Int64 { try #require(Timestamp.milliseconds(text + ":00.000Z")) }
