import BatchEngine
import Foundation
import Glibc
import Testing

@testable import grupo_batch

@Suite("A command that is told how a run ended")
struct EndCommandTests {
    private let result = RunResultVariables(code: 4, reason: "Why.", manifest: "list.csv")

    /// Runs it with a limit that no machine under load reaches, where the limit is not what is asked about.
    private func problem(of command: String, limit: Duration = .seconds(3_600), _ stop: StopSignal = StopSignal()) async
        -> String?
    {
        var end = EndCommand(option: "on-stop", command: command)
        end.limit = limit
        return await end.run(
            result, environment: ["PATH": "/usr/bin:/bin", "GRUPO_API_SECRET_KEY": "k", "KEPT": "yes"], stop: stop)
    }

    @Test("is told, has the environment but the key, and has no input")
    func told() async {
        let tests = [
            #"test "$GRUPO_RESULT_EXIT_CODE" = 4"#, #"test "$GRUPO_RESULT_REASON" = Why."#,
            #"test "$GRUPO_RESULT_MANIFEST" = list.csv"#, #"test -z "$GRUPO_API_SECRET_KEY""#, #"test "$KEPT" = yes"#,
            #"test -z "$(cat)""#,
        ]
        for command in tests {
            let problem = await problem(of: command)
            #expect(problem == nil)
        }
        #expect(await problem(of: "test \"$KEPT\" = no")?.contains("failed with status 1") == true)
    }

    @Test("is ended with its children when its time is over, even if it will not")
    func limit() async {
        #expect(await problem(of: "sleep 1000", limit: .milliseconds(50))?.contains("was ended after 50 ms") == true)
        let stubborn = "trap '' TERM; sleep 1000 & wait; sleep 1000"
        #expect(await problem(of: stubborn, limit: .milliseconds(50))?.contains("was ended after") == true)
    }

    @Test("is ended with those of its children that will not end when it does")
    func stubbornChild() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "grupo-batch-child-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let command =
            "sh -c 'trap \"\" TERM; echo $$ >\"$0.new\" && mv \"$0.new\" \"$0\"; exec sleep 1000' '\(file.path)' & wait"
        let stop = StopSignal()
        let signaller = Task {
            while !FileManager.default.fileExists(atPath: file.path) { try await Task.sleep(for: .milliseconds(5)) }
            stop.raise(signal: 2)
        }
        #expect(await problem(of: command, stop)?.contains("was ended by a signal") == true)
        _ = await signaller.result
        let child = try #require(
            pid_t(try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        // It has no parent any more that could leave it as a dead one; who takes it over needs a moment.
        while kill(child, 0) == 0 {
            let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
            if state?.contains(") Z ") ?? true { break }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("is ended by a signal")
    func signal() async {
        let stop = StopSignal()
        stop.raise(signal: 2)
        #expect(await problem(of: "sleep 1000", stop)?.contains("was ended by a signal") == true)
    }
}
