import ArgumentParser
import BatchEngine
import BatchModel
import Text

/// A value of an option that says how it is written when it cannot be read.
protocol WrittenValue: Sendable {
    /// How it is written, as part of an error message.
    static var writtenForm: String { get }

    init?(argument: String)
}

extension WrittenValue {
    /// Reads an option's text; for `@Option(transform:)`, whose errors the parser shows beside the option and the value.
    @Sendable static func read(_ text: String) throws -> Self {
        guard let value = Self(argument: text) else { throw ValidationError(writtenForm) }
        return value
    }
}

extension Option where Value: WrittenValue & CustomStringConvertible {
    /// An option with a default, shown as the parser shows others: it shows none for what a transform reads.
    init(wrappedValue: Value, _ abstract: String, valueName: String) {
        self.init(
            wrappedValue: wrappedValue,
            help: ArgumentHelp("\(abstract) (default: \(wrappedValue))", valueName: valueName), transform: Value.read)
    }
}

/// A time such as `500ms`, `30s` or `1h30m`.
struct TimeSpan: WrittenValue, CustomStringConvertible {
    static let writtenForm = "a duration is above 0 and has a unit: 500ms, 30s, 5m or 1h30m."

    var duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        guard let duration = Duration(text: argument) else { return nil }
        self.duration = duration
    }

    /// As the help shows it.
    var description: String { duration.optionText }
}

/// How many sends may be in flight: a number, or what the run finds out by itself.
enum ConcurrencyChoice: WrittenValue, Equatable, CustomStringConvertible {
    static let writtenForm = "give a number from 1 to 1024, or auto."

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

    /// As the help shows it.
    var description: String {
        switch self {
        case .fixed(let number): String(number)
        case .auto: "auto"
        }
    }
}

/// The first and the last row of a part of the manifest, as a spreadsheet numbers them.
struct RowRange: WrittenValue {
    static let writtenForm = "rows are written 5-20, 7 or 5-, counted from 1, the first of them first."

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

extension SendRate: WrittenValue {
    static let writtenForm = "a rate is above 0 and has a unit: 5/s, 300/m or 1000/h."

    init?(argument: String) { self.init(argument) }
}

extension ErrorBudget: WrittenValue {
    static let writtenForm = "give a number of rows above 0, or a share such as 5%."

    init?(argument: String) { self.init(argument) }
}

/// A size in bytes, such as `2MiB` or `500KB`.
struct SizeArgument: WrittenValue, CustomStringConvertible {
    static let writtenForm = "a size is above 0, in bytes or with a unit: 500KB, 2MiB or 1GiB."

    var size: ByteCount

    /// Takes a number of bytes.
    init(bytes: Int64) { size = ByteCount(bytes: bytes) }

    init?(argument: String) {
        guard let size = ByteCount(text: argument) else { return nil }
        self.size = size
    }

    /// As the help shows it.
    var description: String { size.text }
}

extension Style.Choice: ExpressibleByArgument {}
