import BatchModel
import Digests
import Files
import TestSupport
import Testing

@testable import BatchEngine

@Suite("Files that go with many messages")
struct SharedAttachmentsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func attachment(_ bytes: [UInt8], name: String = "file") throws -> (BatchModel.Attachment, FileDescriptor) {
        let path = try directory.write(bytes, to: name)
        let hasher = SHA256Hasher()
        hasher.update(bytes.span)
        let attachment = BatchModel.Attachment(
            path: path, fileName: name, byteCount: Int64(bytes.count), digest: hasher.finish().bytes)
        return (attachment, try FileDescriptor.reading(path))
    }

    @Test("are read while they are sent the first time, and shared from then on, by whatever path")
    func shared() throws {
        let shared = SharedAttachments()
        let content = [UInt8](repeating: 7, count: 200_000)
        let (one, file) = try attachment(content)
        #expect(shared.bytes(of: one, in: file) == nil)
        #expect(shared.bytes(of: one, in: file) == content)
        let (other, otherFile) = try attachment(content, name: "other")
        #expect(shared.bytes(of: other, in: otherFile) == content)
        // They are not read any more: another content does not come through.
        let (_, changed) = try attachment([1, 2, 3], name: "changed")
        #expect(shared.bytes(of: one, in: changed) == content)
    }

    @Test("are never shared with other bytes than were checked")
    func changed() throws {
        let content = Array("0123456789".utf8)
        for bytes in [[], content.dropLast(), content + [0x30], content.reversed()] as [[UInt8]] {
            let shared = SharedAttachments()
            let (one, _) = try attachment(content)
            let (_, file) = try attachment(bytes, name: "changed")
            for _ in 0..<3 { #expect(shared.bytes(of: one, in: file) == nil) }
        }
    }

    @Test("are kept up to a bound, and let go when they have not been used for long")
    func bound() throws {
        let shared = SharedAttachments()
        let largest = Int(SharedAttachments.capacity) / 16
        let files = try (0...16).map { try attachment([UInt8](repeating: UInt8($0), count: largest), name: "\($0)") }
        for (one, file) in files {
            _ = shared.bytes(of: one, in: file)
            let isKept = shared.bytes(of: one, in: file) != nil
            #expect(isKept == (one.fileName != "16"))
        }
        for _ in 0..<SharedAttachments.rest { _ = shared.bytes(of: files[1].0, in: files[1].1) }
        #expect(shared.bytes(of: files[16].0, in: files[16].1) != nil)
        let (_, nothing) = try attachment([], name: "nothing")
        #expect(shared.bytes(of: files[0].0, in: nothing) == nil)
        #expect(shared.bytes(of: files[1].0, in: nothing) != nil)
    }
}
