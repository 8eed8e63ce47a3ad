import BatchModel
import Text

/// What rows without their own value get, checked once instead of once a row.
struct RowDefaults: Sendable {
    /// The message of rows without one.
    enum Message: Sendable {
        case none
        case text([UInt8])
        case template(MessageTemplate)
        /// One was given, and none can be made of it.
        case unusable
    }

    var sender: [UInt8] = []
    var message = Message.none
    var attachment: [UInt8] = []
    var gifURL: [UInt8] = []
    /// The template file's bytes, for the plan's digest.
    var templateText: [UInt8] = []

    /// What is wrong with options that were spared; a row that uses one cannot be sent.
    private(set) var faults: [RowDefault: ManifestFault] = [:]

    /// Takes the defaults from the options; refuses what no row could be sent with, save options that are spared: they matter only
    /// where a row uses them.
    init(
        _ options: ReadingOptions, file: String, sparing spared: Set<RowDefault> = []
    ) throws(ManifestFault) {
        sender = Array((options.defaultSender ?? "").utf8)
        attachment = Array((options.defaultAttachment ?? "").utf8)
        gifURL = Array((options.defaultGIF ?? "").utf8)
        if let fault = senderFault(options, file) { try note(fault, .sender, spared) }
        if let fault = gifFault(options, file) { try note(fault, .gifURL, spared) }
        do throws(ManifestFault) {
            try takeMessage(options, file)
        } catch {
            message = .unusable
            try note(error, options.templateFile == nil ? .message : .template, spared)
        }
    }

    private mutating func note(
        _ fault: ManifestFault, _ option: RowDefault, _ spared: Set<RowDefault>
    ) throws(ManifestFault) {
        guard spared.contains(option) else { throw fault }
        faults[option] = fault
    }

    private func senderFault(_ options: ReadingOptions, _ file: String) -> ManifestFault? {
        let findings = TextRules.findings(in: sender.span)
        guard options.defaultSender != nil,
            sender.isEmpty || findings.contains(.control) || findings.contains(.edgeBlank)
        else { return nil }
        return Self.refusal(
            file, "The sender given for all rows is empty, or holds a control character or a blank at its edge.",
            "Correct \(option: .sender).")
    }

    private func gifFault(_ options: ReadingOptions, _ file: String) -> ManifestFault? {
        guard options.defaultGIF != nil, !GIFAddress.isAccepted(gifURL.span) else { return nil }
        return Self.refusal(
            file, "The GIF address given for all rows is not accepted.",
            "Use an https address on \(GIFAddress.domains.joined(separator: ", ")).")
    }

    private mutating func takeMessage(_ options: ReadingOptions, _ file: String) throws(ManifestFault) {
        if let path = options.templateFile {
            templateText = try TemplateFile.read(path)
            message = .template(try Self.template(templateText, file: path))
        } else if let text = options.defaultMessage {
            let bytes = Array(text.utf8)
            if TextRules.isBlank(bytes.span) || bytes.contains(0) {
                throw Self.refusal(file, "The message given for all rows is blank.", "Correct \(option: .message).")
            }
            message = options.render ? .template(try Self.template(bytes, file: file)) : .text(bytes)
        }
    }

    /// The templates that serve every row.
    func templates(_ options: ReadingOptions) -> [MessageTemplate] {
        var templates: [MessageTemplate] = []
        if case .template(let template) = message { templates.append(template) }
        if let path = options.defaultAttachment, path.contains("{{"),
            let template = try? MessageTemplate(path.utf8.span)
        {
            templates.append(template)
        }
        return templates
    }

    private static func refusal(_ file: String, _ problem: String, _ remedy: String) -> ManifestFault {
        ManifestFault(.invalid, .badOption, at: SourceLocation(file: file), problem: problem, remedy: remedy)
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
