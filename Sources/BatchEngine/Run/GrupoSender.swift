import BatchModel
import GrupoAPI
import Manifests

/// Sends planned messages through the site's API.
struct GrupoSender: MessageSender {
    let client: GrupoClient
    let manifest: Manifest
    let testRecipient: String?

    func send(_ message: PlannedMessage) async -> AttemptResult {
        var upload: Upload?
        if let attachment = message.attachment {
            do {
                let open = try manifest.openAttachment(attachment)
                let file = UploadFile(
                    descriptor: open.number, ownedBy: open, byteCount: attachment.byteCount, digest: attachment.digest)
                upload = Upload(fileName: attachment.fileName, content: .file(file))
            } catch {
                return AttemptResult(
                    .notSentSameAgain, errorKey: ClientErrorKey.attachmentChanged.rawValue, errorMessage: "\(error)")
            }
        }
        return await client.send(
            OutgoingMessage(
                user: testRecipient ?? message.user, sender: message.sender, message: message.message,
                gifURL: message.gifURL, upload: upload))
    }

    func probe() async -> Bool { await client.probe() == .reachable }
}
