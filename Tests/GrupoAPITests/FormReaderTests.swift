import Digests
import Testing

@testable import GrupoAPI

@Suite("Reading a form with an open file")
struct FormReaderTests {
    static let content = Array("0123456789".utf8)

    @Test("gives out head, file and rest in order when the file is what it was", arguments: [1, 3, 10, 64, 100_000])
    func unchanged(room: Int) throws {
        let form = try makeForm()
        let (bytes, fault) = read(form, file: Self.content, room: room)
        #expect(bytes == form.lead + Self.content + form.rest)
        #expect(bytes.count == form.byteCount)
        #expect(fault == nil)
    }

    @Test(
        "withholds everything after the file part when the file changed, shrank or grew",
        arguments: [
            Array("0123456788".utf8), Array("012345678".utf8), Array("01234567890".utf8), [], Array("9876543210".utf8),
        ], [1, 4, 100_000])
    func changed(file: [UInt8], room: Int) throws {
        let form = try makeForm()
        let (bytes, fault) = read(form, file: file, room: room)
        #expect(fault == .attachmentChanged)
        #expect(bytes == form.lead + file.prefix(Self.content.count))
        #expect(Int64(bytes.count) < form.keyEndOffset)
    }

    @Test("withholds everything after the file part when the file cannot be read")
    func unreadable() throws {
        let form = try makeForm()
        let (bytes, fault) = read(form, file: nil, room: 64)
        #expect(fault == .attachmentUnreadable)
        #expect(bytes == form.lead)
    }

    @Test("sends an empty file as it is")
    func empty() throws {
        let form = try makeForm(content: [])
        let (bytes, fault) = read(form, file: [], room: 64)
        #expect(bytes == form.lead + form.rest)
        #expect(fault == nil)
    }

    @Test("gives out a file in memory as it is, without a copy", arguments: [[], content])
    func inMemory(content: [UInt8]) throws {
        let message = makeMessage(upload: Upload(fileName: "f", content: .bytes(content)))
        let form = MessageForm(message, key: try APISecretKey(canaryKey))
        #expect(form.byteCount == Int64(form.lead.count + content.count + form.rest.count))
        let (bytes, fault) = read(form, file: nil, room: 7)
        #expect(bytes == form.lead + content + form.rest)
        #expect(fault == nil)
    }

    @Test("stays stopped once it stopped")
    func staysStopped() throws {
        var reader = FormReader(try makeForm())
        while case .copy = reader.next(room: 64) {}
        _ = reader.fileGave(nil)
        for _ in 0..<3 {
            guard case .stop(.attachmentUnreadable) = reader.next(room: 64) else {
                Issue.record("the reader went on")
                return
            }
        }
    }

    private func makeForm(content: [UInt8] = content) throws -> MessageForm {
        let file = UploadFile(descriptor: -1, byteCount: Int64(content.count), digest: sha256(content))
        let message = makeMessage(upload: Upload(fileName: "f", content: .file(file)))
        return MessageForm(message, key: try APISecretKey(canaryKey))
    }

    /// Reads a form to its end in pieces; `file` is what the file really holds, nil if it cannot be read.
    private func read(_ form: MessageForm, file: [UInt8]?, room: Int) -> ([UInt8], LocalFault?) {
        var reader = FormReader(form)
        var bytes: [UInt8] = []
        while true {
            switch reader.next(room: room) {
            case .copy(let piece): bytes += piece
            case .share(let whole): bytes += whole
            case .read(_, let offset, let count):
                let piece = file.map { Array($0.dropFirst(Int(offset)).prefix(count)) }
                let taken = reader.fileGave(piece?.span)
                bytes += (piece ?? []).prefix(taken)
            case .end, .stop: return (bytes, reader.fault)
            }
        }
    }
}

/// SHA-256 of bytes.
func sha256(_ bytes: [UInt8]) -> [UInt8] {
    let hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finish().bytes
}
