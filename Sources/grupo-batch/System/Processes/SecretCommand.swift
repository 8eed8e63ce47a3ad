import BatchModel
import Files
import Foundation

/// Asks a command of the user's for the secret key, such as a password manager's.
enum SecretCommand {
    /// What the command prints on its standard output, at most 64 KiB of UTF-8.
    ///
    /// It runs under `sh`, without standard input; what it says on standard error is shown as it is. Throws `Failure` with
    /// status 78, which quotes nothing the command printed.
    static func run(_ command: String, environment: [String: String]) throws -> String {
        let shown = "\(Settings.source(of: "secret-command")): “\(DisplayText.oneLine(command))”"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = environment.filter { $0.key != "GRUPO_API_SECRET_KEY" }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
        } catch {
            throw Failure(.configuration, "\(shown) cannot be run: \(DisplayText.oneLine(error.localizedDescription)).")
        }
        let bytes = FileDescriptor.read(pipe.fileHandleForReading.fileDescriptor, limit: SecretSource.limit)
        // A command that goes on writing would never end by itself.
        try? pipe.fileHandleForReading.close()
        if bytes.count > SecretSource.limit { process.terminate() }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Failure(
                .configuration, "\(shown) failed with status \(process.terminationStatus); run it by hand to see why.")
        }
        guard bytes.count <= SecretSource.limit, let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.configuration, "\(shown) does not print a key (one line of text).")
        }
        return text
    }
}
