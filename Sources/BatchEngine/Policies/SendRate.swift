/// The most attempts started per second, minute or hour.
public struct SendRate: Sendable, Hashable, Codable {
    /// The span a count applies to.
    public enum Unit: String, Sendable, CaseIterable, Codable {
        /// One second.
        case second = "s"
        /// Sixty seconds.
        case minute = "m"
        /// 3,600 seconds.
        case hour = "h"

        var seconds: Int {
            switch self {
            case .second: 1
            case .minute: 60
            case .hour: 3_600
            }
        }
    }

    /// How many; greater than zero, fractions allowed (`0.5/s`).
    public var count: Double
    /// In what span.
    public var unit: Unit

    /// Reads `5/s`, `30/m`, `0.5/s`, `100/h`; nil for anything else, for less than one a day and for more than 1,000,000 a
    /// second.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Double(parts[0]), let unit = Unit(rawValue: parts[1].lowercased()) else {
            return nil
        }
        let perSecond = count / Double(unit.seconds)
        guard parts[0].allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            (1.0 / 86_400...1_000_000).contains(perSecond)
        else { return nil }
        self.count = count
        self.unit = unit
    }

    /// The time between two starts.
    public var interval: Duration {
        count.rounded() == count ? .seconds(unit.seconds) / Int(count) : .seconds(Double(unit.seconds) / count)
    }

    /// As the user writes it.
    public var text: String {
        let number = count.rounded() == count ? String(Int(count)) : String(count)
        return "\(number)/\(unit.rawValue)"
    }

    /// How long so many attempts take at this rate.
    public func time(for attempts: Int) -> Duration { interval * max(0, attempts - 1) }
}
