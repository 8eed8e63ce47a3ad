import ArgumentParser
import BatchEngine
import BatchModel

/// A time such as `500ms`, `30s` or `1h30m`.
struct TimeSpan: ExpressibleByArgument {
    var duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        guard let duration = Duration(text: argument) else { return nil }
        self.duration = duration
    }

    var defaultValueDescription: String { duration.shortText }
}

/// How many sends may be in flight: a number, or what the run finds out by itself.
enum ConcurrencyChoice: ExpressibleByArgument, Equatable {
    case fixed(Int)
    case auto

    private static let autoCap = 64

    init?(argument: String) {
        if argument == "auto" {
            self = .auto
        } else if let number = Int(argument), (1...1_024).contains(number) {
            self = .fixed(number)
        } else {
            return nil
        }
    }

    /// The most sends that can be in flight at any moment.
    var most: Int {
        switch self {
        case .fixed(let number): number
        case .auto: Self.autoCap
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .fixed(let number): String(number)
        case .auto: "auto"
        }
    }
}

/// The first and the last row of a part of the manifest, as a spreadsheet numbers them.
struct RowRange: ExpressibleByArgument {
    var rows: ClosedRange<Int>

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = Int(parts[0]), first > 0 else { return nil }
        guard parts.count == 2 else {
            rows = first...first
            return
        }
        if parts[1].isEmpty {
            rows = first...Int.max
        } else if let last = Int(parts[1]), last >= first {
            rows = first...last
        } else {
            return nil
        }
    }
}

extension SendRate: ExpressibleByArgument {
    /// Reads `5/s`, `30/m` or `100/h`.
    public init?(argument: String) { self.init(argument) }
}

extension ErrorBudget: ExpressibleByArgument {
    /// Reads `20` or `5%`.
    public init?(argument: String) { self.init(argument) }
}

extension ByteCount: ExpressibleByArgument {
    /// Reads `2MiB` or `500KB`.
    package init?(argument: String) { self.init(text: argument) }
    package var defaultValueDescription: String { text }
}

extension Style.Choice: ExpressibleByArgument {}
