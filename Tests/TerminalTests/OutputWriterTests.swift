import Foundation
import Testing
import Text

@testable import grupo_batch

@Suite("Writing to a reader who is slow or gone")
struct OutputWriterTests {
    @Test("A pipe nobody reads holds nobody up, and what is essential waits in it for a late reader")
    func unreadPipe() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let writer = OutputWriter("test", blockDescriptor: descriptor)
        for number in 0..<20_000 { writer.write("row \(number) is sent\n", to: descriptor, .expendable) }
        writer.write("Stopped\n", to: descriptor, .essential)
        writer.flush(noting: descriptor)
        try pipe.fileHandleForWriting.close()
        let data = try #require(try pipe.fileHandleForReading.readToEnd())
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "row 0 is sent")
        #expect(lines.last == "Stopped")
        let shown = lines.filter { $0.hasPrefix("row") }.count
        #expect(shown < 20_000)
        #expect(lines.dropLast().last?.hasPrefix("(\(Numbers.grouped(20_000 - shown)) lines were left out") ?? false)
    }

    @Test("A reader who reads gets every line")
    func readPipe() async throws {
        let pipe = Pipe()
        let (input, output) = (pipe.fileHandleForReading, pipe.fileHandleForWriting)
        let reader = Task.detached { try input.readToEnd() }
        let writer = OutputWriter("test", blockDescriptor: output.fileDescriptor)
        for number in 0..<20_000 { writer.write("row \(number)\n", to: output.fileDescriptor, .expendable) }
        writer.flush(noting: output.fileDescriptor)
        try output.close()
        let text = String(decoding: try #require(try await reader.value), as: UTF8.self)
        // A machine that stands still for a second makes the reader a slow one; then the count says so.
        let whole = (0..<20_000).map { "row \($0)\n" }.joined()
        #expect(text == whole || text.hasSuffix("as fast as they came)\n"))
    }

    @Test("A pipe whose reader is gone takes everything at once")
    func abandonedPipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        signal(SIGPIPE, SIG_IGN)
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let writer = OutputWriter("test", blockDescriptor: descriptor)
        for number in 0..<20_000 { writer.write("row \(number)\n", to: descriptor, .expendable) }
        writer.write("Stopped\n", to: descriptor, .essential)
        writer.flush()
    }
}
