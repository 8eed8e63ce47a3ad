import TestSupport
import Testing

@testable import GrupoAPI

@Suite("One message with a file on one connection")
struct ExchangeFileTests {
    private static let content = [UInt8](repeating: 7, count: 150_000)

    private static func exchange(
        _ content: [UInt8] = content, isEncrypted: Bool = false, isReused: Bool = false, isInMemory: Bool = false
    ) throws -> (Exchange, MessageForm) {
        let file = UploadFile(descriptor: -1, byteCount: Int64(content.count), digest: sha256(content))
        let upload = Upload(fileName: "f", content: isInMemory ? .bytes(content) : .file(file))
        let form = MessageForm(makeMessage(upload: upload), key: try APISecretKey(canaryKey))
        let exchange = Exchange(
            form, head: ExchangeRun.head, isEncrypted: isEncrypted, isReused: isReused, timeout: .seconds(30),
            headerCap: 10_000,
            bodyCap: 10_000)
        return (exchange, form)
    }

    /// Writes all that can be written, so much at a time, of a file that holds `content`; stops before the look at the key's piece.
    private static func write(
        _ exchange: inout Exchange, _ action: Exchange.Action, content: [UInt8]?, atMost step: Int = .max
    ) -> (sent: [UInt8], action: Exchange.Action) {
        var sent: [UInt8] = []
        var action = action
        while true {
            switch action {
            case .write:
                let window = exchange.window.prefix(step)
                sent += exchange.piece[window]
                action = exchange.accepted(window.count)
            case .fill(_, let offset, let count):
                action = exchange.fileGave(content.map { Array($0.dropFirst(Int(offset)).prefix(count)) })
            default: return (sent, action)
            }
        }
    }

    @Test(
        "leaves in order, the key last and after another look",
        arguments: [
            (false, false, 1_000), (false, false, .max), (true, false, 1_000), (false, true, 1_000), (true, true, .max),
        ])
    func order(isEncrypted: Bool, isInMemory: Bool, step: Int) throws {
        var (exchange, form) = try Self.exchange(isEncrypted: isEncrypted, isInMemory: isInMemory)
        #expect(exchange.begin() == .read)
        let content = isInMemory ? nil : Self.content
        let first = Self.write(&exchange, exchange.silent(), content: content, atMost: step)
        #expect(first.sent == ExchangeRun.head + form.lead + Self.content)
        #expect(first.action == .read)
        #expect(!exchange.evidence(after: .zero).keyMayHaveLeft)
        let last = Self.write(&exchange, exchange.silent(), content: nil, atMost: step)
        #expect(last.sent == form.rest)
        #expect(last.action == .wait(forRoom: false))
        #expect(exchange.arrived(Array(ExchangeStepsTests.ok.utf8).span) == .finish)
        #expect(exchange.keepsConnection)
        #expect(exchange.evidence(after: .zero).keyMayHaveLeft)
    }

    @Test(
        "is kept back where the site refuses it before the key, whether it says so or leaves", arguments: [false, true])
    func refused(isEncrypted: Bool) throws {
        for (event, status) in [(ExchangeStepsTests.tooLarge, 413), ("", nil)] as [(String, Int?)] {
            var (exchange, _) = try Self.exchange(isEncrypted: isEncrypted)
            _ = Self.write(&exchange, exchange.silent(), content: Self.content)
            #expect((event.isEmpty ? exchange.ended() : exchange.arrived(Array(event.utf8).span)) == .finish)
            let evidence = exchange.evidence(after: .zero)
            #expect(!evidence.keyMayHaveLeft)
            #expect(evidence.status == status)
        }
    }

    @Test("leaves whole although the site says yes before it has read all")
    func earlySuccess() throws {
        var (exchange, form) = try Self.exchange()
        let first = Self.write(&exchange, exchange.silent(), content: Self.content)
        let action = exchange.arrived(Array(ExchangeStepsTests.ok.utf8).span)
        #expect(action == .write)
        let last = Self.write(&exchange, action, content: nil)
        #expect(last.action == .finish)
        #expect(first.sent + last.sent == ExchangeRun.head + form.lead + Self.content + form.rest)
        // It was whole before the form was: whose it is shows on no connection that is used again.
        #expect(!exchange.keepsConnection)
    }

    @Test(
        "goes to another connection where a yes comes before its key on one that has carried others",
        arguments: [false, true])
    func yesOfAnother(isEncrypted: Bool) throws {
        let ok = Array(ExchangeStepsTests.ok.utf8)
        // All of the reply at the look before the key, and its head alone while the file goes up.
        var (exchange, _) = try Self.exchange(isEncrypted: isEncrypted, isReused: true)
        _ = Self.write(&exchange, exchange.silent(), content: Self.content)
        #expect(exchange.arrived(ok.span) == .leave(.reply))
        #expect(!exchange.evidence(after: .zero).keyMayHaveLeft)
        (exchange, _) = try Self.exchange(isEncrypted: isEncrypted, isReused: true)
        #expect(exchange.silent() == .write)
        let head = Array(ok.dropLast())
        #expect(exchange.arrived(head.span) == .leave(.reply))
        // Behind the key it is the answer.
        (exchange, _) = try Self.exchange(isEncrypted: isEncrypted, isReused: true)
        _ = Self.write(&exchange, exchange.silent(), content: Self.content)
        _ = Self.write(&exchange, exchange.silent(), content: nil)
        #expect(exchange.arrived(ok.span) == .finish)
    }

    @Test("is over where the site said yes early and its time is up")
    func earlyAndLate() throws {
        var (exchange, _) = try Self.exchange()
        #expect(exchange.silent() == .write)
        #expect(exchange.full() == .wait(forRoom: true))
        #expect(exchange.expired() == .read)
        #expect(exchange.arrived(Array(ExchangeStepsTests.ok.utf8).span) == .finish)
        #expect(!exchange.keepsConnection)
    }

    @Test("is kept back where a refusal begins before the key")
    func refusalBegins() throws {
        var (exchange, _) = try Self.exchange()
        _ = Self.write(&exchange, exchange.silent(), content: Self.content)
        #expect(exchange.arrived(Array("HTTP/1.1 500 Oh\r\nContent-Length: 1\r\n".utf8).span) == .read)
        #expect(exchange.silent() == .wait(forRoom: false))
        #expect(exchange.writable() == .read)
        #expect(exchange.arrived(Array("\r\n!".utf8).span) == .finish)
        #expect(!exchange.evidence(after: .zero).keyMayHaveLeft)
    }

    @Test("has its key withheld where the file is not what it was", arguments: [false, true])
    func changed(isEncrypted: Bool) throws {
        let others: [[UInt8]?] = [nil, [], Self.content.dropLast(), Self.content + [7], Self.content.map { $0 &+ 1 }]
        for other in others {
            var (exchange, _) = try Self.exchange(isEncrypted: isEncrypted)
            let (sent, action) = Self.write(&exchange, exchange.silent(), content: other)
            #expect(action == .finish)
            #expect(sent.firstRange(of: Array(canaryKey.utf8)) == nil)
            let evidence = exchange.evidence(after: .zero)
            #expect(evidence.failure == .localFile(other == nil ? .attachmentUnreadable : .attachmentChanged))
            #expect(!evidence.keyMayHaveLeft)
        }
    }

    @Test("that is empty leaves as well", arguments: [false, true])
    func empty(isInMemory: Bool) throws {
        var (exchange, form) = try Self.exchange([], isInMemory: isInMemory)
        let first = Self.write(&exchange, exchange.silent(), content: [])
        let last = Self.write(&exchange, exchange.silent(), content: nil)
        #expect(first.sent + last.sent == ExchangeRun.head + form.lead + form.rest)
    }
}
