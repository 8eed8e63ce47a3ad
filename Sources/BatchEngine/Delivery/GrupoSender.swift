import BatchModel
import Files
import GrupoAPI
import Manifests

/// Sends planned messages through the site's API.
struct GrupoSender: MessageSender {
    let client: GrupoClient
    let manifest: Manifest
    let testRecipient: String?
    /// Whether messages may be begun now.
    let mayBegin: @Sendable () -> Bool
    private let shared = SharedAttachments()

    init(
        client: GrupoClient, manifest: Manifest, testRecipient: String?, mayBegin: @escaping @Sendable () -> Bool
    ) {
        self.client = client
        self.manifest = manifest
        self.testRecipient = testRecipient
        self.mayBegin = mayBegin
    }

    func send(_ message: PlannedMessage, for row: RowReference) async -> AttemptResult {
        var upload: Upload?
        if let attachment = message.attachment {
            do {
                let open = try manifest.openAttachment(attachment)
                upload = Upload(fileName: attachment.fileName, content: content(of: attachment, open))
            } catch {
                return Self.withheld(error)
            }
        }
        var outgoing = OutgoingMessage(
            user: testRecipient ?? message.user, sender: message.sender, message: message.message,
            gifURL: message.gifURL, upload: upload, tag: row.tag)
        outgoing.mayLeave = mayBegin
        return await client.send(outgoing)
    }

    private func content(of attachment: Attachment, _ open: FileDescriptor) -> Upload.Content {
        if let bytes = shared.bytes(of: attachment, in: open) { return .bytes(bytes) }
        return .file(
            UploadFile(
                descriptor: open.number, ownedBy: open, byteCount: attachment.byteCount, digest: attachment.digest))
    }

    /// What a file that cannot be opened any more comes to: nothing has left, and only a shortage is worth another try.
    private static func withheld(_ refusal: AttachmentRefusal) -> AttemptResult {
        let isUnreadable = refusal.code == .attachmentUnreadable && refusal.cause != .change
        return AttemptResult(
            refusal.cause == .shortage ? .notSent : .notSentSameAgain,
            errorKey: (isUnreadable ? ClientErrorKey.attachmentUnreadable : .attachmentChanged).rawValue,
            errorMessage: refusal.problem)
    }

    func probe() async -> Bool { await client.probe() == .reachable }

    func onUnaskedReply(_ handler: (@Sendable ([RowReference]) -> Void)?) {
        guard let handler else { return client.onUnaskedReply(nil) }
        client.onUnaskedReply { handler($0.doubted.map(RowReference.init(tag:))) }
    }

    func awaitSilence() async { await client.awaitSilence() }

    func shutdown() async { await client.shutdown() }
}

extension BatchRun {
    /// Runs to the end through a client of the site, which is asked for when everything else is ready.
    ///
    /// - Throws: `RunFault`; then nothing was sent, except when a report or the ledger failed at the very end.
    package func send(through client: @Sendable () throws -> GrupoClient) async throws -> RunSummary {
        try await send { manifest, ledger in
            GrupoSender(
                client: try client(), manifest: manifest, testRecipient: settings.selection.testRecipient,
                mayBegin: { ledger.mayBegin })
        }
    }
}

/// A row as one number, by which the client names it: the ledger's number of the message above, the row in the report below.
extension RowReference {
    private static let rowBits = 28

    /// The row as a number. No ledger holds 68 billion messages; a row beyond 268 million is named by the last that fits.
    var tag: UInt64 {
        precondition(entry >= 0 && entry >> (64 - Self.rowBits) == 0, "the ledger's number of a message is too large")
        return UInt64(entry) << Self.rowBits | min(UInt64(clamping: row), 1 << Self.rowBits - 1)
    }

    /// The row of a number.
    init(tag: UInt64) {
        self.init(entry: Int64(tag >> Self.rowBits), row: Int(tag & (1 << Self.rowBits - 1)))
    }
}
