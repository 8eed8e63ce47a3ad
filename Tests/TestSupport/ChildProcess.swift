import Foundation

/// A program that a test runs beside itself; it is killed with the last reference.
public final class ChildProcess: Sendable {
    private let process = Process()

    /// Starts a program found through PATH, with its output in a file.
    public init(_ program: String, _ arguments: [String], environment: [String: String] = [:], output: String) throws {
        try Data().write(to: URL(fileURLWithPath: output))
        let sink = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = sink
        process.standardError = sink
        try process.run()
    }

    deinit {
        // Not SIGTERM: a child of a thread of the concurrency pool inherits that thread's blocked signals.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Whether the program still runs.
    public var isRunning: Bool { process.isRunning }
}
