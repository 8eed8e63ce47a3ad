import Foundation

/// Python, whose strict readers give a second opinion.
public enum Python {
    /// Why there is no answer.
    public struct Failure: Error, CustomStringConvertible {
        /// What happened.
        public let description: String
    }

    private static let loop = """

        import struct, sys
        data = open(sys.argv[1], 'rb').read()
        place = 0
        with open(sys.argv[2], 'w') as out:
            while place < len(data):
                size, = struct.unpack_from('<I', data, place)
                case = data[place + 4:place + 4 + size]
                place += 4 + size
                out.write(answer(case) + '\\n')
        """

    /// Runs it to its end and returns its exit status.
    public static func run(_ arguments: [String], as name: String = "python3") throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What a program's `answer(case)`, a line of text, is for each of these cases; one process answers all of them.
    public static func answers(
        of program: String, to cases: [[UInt8]], as name: String = "python3"
    ) throws -> [[UInt8]] {
        let folder = try TemporaryDirectory()
        var input: [UInt8] = []
        for bytes in cases {
            input += (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
            input += bytes
        }
        try folder.write(input, to: "cases")
        let status = try run(["-c", program + loop, folder.file("cases"), folder.file("answers")], as: name)
        guard status == 0 else { throw Failure(description: "\(name) ended with \(status)") }
        let answers = try folder.read("answers").split(separator: 10).map(Array.init)
        guard answers.count == cases.count else {
            throw Failure(description: "\(answers.count) answers to \(cases.count) cases")
        }
        return answers
    }
}
