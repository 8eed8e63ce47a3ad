import Foundation
import Synchronization

/// A PostgreSQL server of this test process's own: one for all tests, started when the first asks for it, and gone with the process,
/// however that ends. Each test has a database of its own.
package final class PrivatePostgres: Sendable {
    private static let only = Mutex<Result<PrivatePostgres, any Error>?>(nil)

    /// Why there is no server.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The folder with its socket.
    package let folder: String
    private let process: Process
    /// Open as long as the server is wanted.
    private let input: Pipe
    private let output: Pipe
    private let databases = Atomic(0)
    private let talking = Mutex(())

    /// Whether PostgreSQL is installed, so that tests with it can run.
    package static let isInstalled: Bool = {
        let places = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders =
            places.map { "/usr/lib/postgresql/\($0)/bin" } + path.split(separator: ":").map(String.init)
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/postgres") }
    }()

    /// What a test says that is skipped for want of it.
    package static let skipped = "PostgreSQL is not installed here (Debian: apt-get install postgresql)"

    /// The server.
    package static func shared() throws -> PrivatePostgres {
        try only.withLock { only in
            let server = only ?? Result { try PrivatePostgres() }
            only = server
            return try server.get()
        }
    }

    private init() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("private-postgres.sh")
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [script.path]
        input = Pipe()
        output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let answer = Self.line(from: output)
        let words = answer.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, words[0] == "ready" else {
            throw Missing(description: "no private PostgreSQL: \(answer)")
        }
        folder = String(words[1])
    }

    /// Makes a database, and returns the address of the ledger that may be made there.
    package func freshAddress() throws -> String {
        let database = "test\(databases.add(1, ordering: .relaxed).newValue)"
        try run("psql CREATE DATABASE \(database)")
        return address(of: database)
    }

    /// The address of a database.
    package func address(of database: String, user: String = "postgres") -> String {
        "postgres:///\(database)?host=\(folder)&user=\(user)"
    }

    /// Has the script do something: see there.
    package func run(_ command: String) throws {
        try talking.withLock { _ in
            input.fileHandleForWriting.write(Data("\(command)\n".utf8))
            let answer = Self.line(from: output)
            guard answer.hasPrefix("done") else { throw Missing(description: "\(command): \(answer)") }
        }
    }

    private static func line(from pipe: Pipe) -> String {
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            line += more
        }
        return String(decoding: line, as: UTF8.self)
    }
}
