/// What the sandbox accepts: the published contract, and the faults a real site is known to refuse.
struct SandboxRules {
    var secretKey: String
    var knownUsers: KnownUsers
    var attachmentByteLimit: Int

    private static let textParts: Set<String> = ["api_secret_key", "add", "user", "sender", "message", "gif_url"]
    private static let filePart = "file_attachments"
    private static let gifHosts = ["tenor.com", "gfycat.com", "giphy.com"]

    /// The message the form holds, numbered 0 and without a time; throws what is wrong with it.
    ///
    /// The key is judged first: without it a site says nothing about its users.
    func judge(_ form: MultipartForm) throws(SandboxRefusal) -> ReceivedMessage {
        let fields = try Self.fields(of: form)
        guard fields["api_secret_key"] == secretKey else { throw .invalidAPIKey }
        guard fields["add"] == "message" else { throw .invalidAction }
        guard let user = fields["user"], knownUsers.contains(user), !user.isEmpty else { throw .userNotFound }
        guard let sender = fields["sender"], knownUsers.contains(sender), !sender.isEmpty else { throw .senderNotFound }
        guard let message = fields["message"], !message.allSatisfy(\.isWhitespace) else { throw .messageEmpty }
        let gifURL = fields["gif_url"].flatMap { $0.isEmpty ? nil : $0 }
        if let gifURL, !Self.isAcceptable(gifURL: gifURL) { throw .invalidGIFURL }
        return ReceivedMessage(
            number: 0, receivedAtMilliseconds: 0, user: user, sender: sender, message: message, gifURL: gifURL,
            attachment: try attachment(of: form), partNames: form.parts.map(\.name))
    }

    private static func fields(of form: MultipartForm) throws(SandboxRefusal) -> [String: String] {
        var fields: [String: String] = [:]
        for part in form.parts where part.name != filePart {
            guard textParts.contains(part.name), let text = part.text else { throw .invalidForm }
            fields[part.name] = text
        }
        return fields
    }

    private func attachment(of form: MultipartForm) throws(SandboxRefusal) -> ReceivedAttachment? {
        guard let part = form[Self.filePart] else { return nil }
        guard let fileName = part.fileName, !fileName.isEmpty else { throw .invalidForm }
        guard part.content.count <= attachmentByteLimit else { throw .fileTooLarge }
        return ReceivedAttachment(fileName: fileName, contentType: part.contentType, content: Array(part.content))
    }

    private static func isAcceptable(gifURL: String) -> Bool {
        guard gifURL.hasPrefix("https://") else { return false }
        let host = gifURL.dropFirst("https://".count).prefix { !"/?#".contains($0) }.lowercased()
        return gifHosts.contains { host == $0 || host.hasSuffix(".\($0)") }
    }
}
