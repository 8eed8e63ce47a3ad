import BatchModel

/// What rows without their own value get, checked once instead of once a row.
struct RowDefaults: Sendable {
    /// The message of rows without one.
    enum Message: Sendable {
        case none
        case text([UInt8])
        case template(MessageTemplate)
    }

    var sender: [UInt8] = []
    var message = Message.none
    var attachment: [UInt8] = []
    var gifURL: [UInt8] = []
    /// The template file's bytes, for the plan's digest.
    var templateText: [UInt8] = []

    /// Takes the defaults from the options; refuses what no row could be sent with.
    init(_ options: ReadingOptions, file: String) throws(ManifestFault) {
        sender = Array((options.defaultSender ?? "").utf8)
        attachment = Array((options.defaultAttachment ?? "").utf8)
        gifURL = Array((options.defaultGIF ?? "").utf8)
        func refuse(_ problem: String, _ remedy: String) -> ManifestFault {
            ManifestFault(
                .invalid, .badOption, at: SourceLocation(file: file), problem: problem, remedy: remedy)
        }
        let findings = TextRules.findings(in: sender.span)
        if options.defaultSender != nil, sender.isEmpty || findings.contains(.control) || findings.contains(.edgeBlank)
        {
            throw refuse(
                "The sender given for all rows is empty, or holds a control character or a blank at its edge.",
                "Correct --sender.")
        }
        if options.defaultGIF != nil, !GIFAddress.isAccepted(gifURL.span) {
            throw refuse(
                "The GIF address given for all rows is not accepted.",
                "Use an https address on \(GIFAddress.domains.joined(separator: ", ")).")
        }
        if let path = options.templateFile {
            let text = try TemplateFile.read(path)
            templateText = text
            message = .template(try Self.template(text, file: path))
        } else if let text = options.defaultMessage {
            let bytes = Array(text.utf8)
            if TextRules.isBlank(bytes.span) || bytes.contains(0) {
                throw refuse("The message given for all rows is blank.", "Correct --message.")
            }
            message = options.render ? .template(try Self.template(bytes, file: file)) : .text(bytes)
        }
    }

    private static func template(_ text: [UInt8], file: String) throws(ManifestFault) -> MessageTemplate {
        do {
            return try MessageTemplate(text.span)
        } catch {
            throw ManifestFault(
                .invalid, .badTemplate, at: SourceLocation(file: file), problem: error.problem, remedy: error.remedy)
        }
    }
}
