import BatchModel
import Text

/// The rules of the fields one by one.
extension RowChecker {
    mutating func checkUser(_ page: RecordPage) {
        let text = page.bytes.span.extracting(range(of: .user))
        if TextRules.isBlank(text) {
            if hasColumn(.user) { add(.missingUser, .user, text.isEmpty ? likelyUser(page) : unseenWords(text, .user)) }
        } else {
            let bytes = SuspiciousBytes.look(atUser: text)
            (isPlain[ManifestField.user.index], mayHoldSeveral) = (bytes.isPlain, bytes.mayHoldSeveral)
            take(TextRules.findings(in: text, isPlain: bytes.isPlain), .user, page)
        }
    }

    /// What to do about a JSON file in which no key so far names users.
    private mutating func likelyUser(_ page: RecordPage) -> (String, String)? {
        guard page.columns.column(of: .user) == nil else { return nil }
        // Many rows lack the same.
        if likely?.columnCount != page.columns.count {
            let names = page.columns.ownNames
            // An object of a person says more than what stands in a column whose name says nothing.
            if let way = page.wayToUser, !names.contains("name"), LikelyUsers(names).columns.isEmpty {
                likely = (page.columns.count, "If that is \"\(way)\", add \(InnerKeys.option(way)). ")
            } else {
                likely = (page.columns.count, LikelyUsers(names, page: page, isTable: false).advice)
            }
        }
        let advice = likely?.advice ?? ""
        if advice.isEmpty {
            guard isNobody(page) else { return nil }
            let example = page.columns.column(named: "name").map { _ in ", as in \(option: .map) user=name" } ?? ""
            return (
                "The user is missing: no key of the file is known to name users.",
                "Say which does with \(option: .map) user=KEY\(example)."
            )
        }
        return ("The user is missing.", advice + "Or name a key \"user\".")
    }

    /// Whether a JSON file's elements have keys, none of which names users.
    private func isNobody(_ page: RecordPage) -> Bool { !hasHeader && page.columns.ownCount > 1 }

    /// What a text holds that its reader sees nothing of; nil for white space alone.
    private func unseenWords(_ text: Span<UInt8>, _ field: ManifestField) -> (String, String)? {
        guard let scalar = TextRules.firstUnseen(in: text) else { return nil }
        return (
            "The \(field.name) holds only \(DisplayText.name(of: scalar)) or the like, which cannot be seen: it is empty to its reader.",
            RowProblem(code: field == .user ? .missingUser : .missingMessage).remedy
        )
    }

    mutating func checkSender(_ page: RecordPage) {
        let range = range(of: .sender)
        let text = page.bytes.span.extracting(range)
        if range.isEmpty, !defaults.sender.isEmpty {
            sender = .fallback
        } else if TextRules.isBlank(text) {
            if hasColumn(.sender) { add(.missingSender, .sender) }
        } else {
            isPlain[ManifestField.sender.index] = SuspiciousBytes.isPlain(name: text)
            take(TextRules.findings(in: text, isPlain: isPlain[ManifestField.sender.index]), .sender, page)
            sender = .cell(range)
        }
    }

    private mutating func take(_ findings: TextRules.Findings, _ field: ManifestField, _ page: RecordPage) {
        if findings.isEmpty { return }
        if findings.contains(.control) {
            let text = page.bytes.span.extracting(range(of: field))
            add(.controlCharacter, field, damageFinder.controlWords(text, field))
        }
        if findings.contains(.edgeBlank) { add(.edgeBlank, field) }
        if findings.contains(.invisible), warns {
            let text = page.bytes.span.extracting(range(of: field))
            warnings.append(problem(.invisibleCharacter, field, TextRules.invisibleWords(text, field)))
        } else if findings.isSuperset(of: .oddBlank), !findings.contains(.edgeBlank), field == .user, warns {
            warnOfOddBlank(page)
        }
    }

    /// Blanks of other kinds are at home in a sender: a French name may stand in « ».
    private mutating func warnOfOddBlank(_ page: RecordPage) {
        let text = page.bytes.span.extracting(range(of: .user))
        warnings.append(problem(.invisibleCharacter, .user, TextRules.oddBlankWords(text, .user)))
    }

    mutating func checkMessage(_ page: RecordPage, _ row: Int) {
        let range = range(of: .message)
        let text = page.bytes.span.extracting(range)
        if range.isEmpty {
            switch defaults.message {
            case .none:
                if hasColumn(.message) { add(.missingMessage, .message) }
            case .text, .unusable:
                message = .fallback
            case .template(let template):
                render(template, page, row)
            }
            return
        }
        if TextRules.isBlank(text) { return add(.missingMessage, .message, unseenWords(text, .message)) }
        isPlain[ManifestField.message.index] = SuspiciousBytes.isPlain(message: text)
        if isPlain[ManifestField.message.index] {
            message = .cell(range)
            return
        }
        let flags = TextRules.messageFlags(text)
        if flags.hasNUL {
            return add(
                .controlCharacter, .message, ("The message holds a zero byte.", "Save the file as text and try again."))
        }
        message = .cell(range)
        guard flags.hasBraces else { return }
        guard options.render else { return warnings.append(problem(.unrenderedBraces, .message)) }
        hasRendered = true
        if let template = template(text, .message) { render(template, page, row) }
    }

    private mutating func render(_ template: MessageTemplate, _ page: RecordPage, _ row: Int) {
        let isShared = range(of: .message).isEmpty
        if !isShared, refusesItself(template) { return }
        // Taken out while it is written to, so that it is not copied.
        var text: [UInt8] = []
        swap(&text, &renderedMessage)
        let isComplete = fill(template, isShared, into: &text, page, row)
        swap(&text, &renderedMessage)
        guard isComplete else { return }
        if TextRules.isBlank(renderedMessage.span) {
            return add(.missingMessage, .message, unseenWords(renderedMessage.span, .message))
        }
        if renderedMessage.contains(0) { return add(.controlCharacter, .message) }
        message = .rendered
        checkRendered()
    }

    mutating func checkGIF(_ page: RecordPage) {
        let range = range(of: .gifURL)
        guard !range.isEmpty else {
            if !defaults.gifURL.isEmpty { gifURL = .fallback }
            return
        }
        gifURL = .cell(range)
        if page.bytes[range].elementsEqual(lastGIF) { return }
        if GIFAddress.isAccepted(page.bytes.span.extracting(range)) {
            lastGIF = Array(page.bytes[range])
        } else {
            add(.gifURL, .gifURL)
        }
    }
}
