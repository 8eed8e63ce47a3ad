/// What is shown in a cell of an OpenDocument: its paragraphs, with white space as the format counts it (ODF 1.3 part 3, 6.1.2).
struct DocumentText {
    /// The text so far.
    private(set) var bytes: [UInt8] = []
    /// Whether a paragraph was met.
    private(set) var hasParagraph = false
    private var depth = 0
    /// Notes, readings of words and pictures, whose text is no part of the cell's.
    private var ignored = 0
    private var isBehindBlank = true

    /// Begins a cell.
    mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
        (hasParagraph, depth, ignored, isBehindBlank) = (false, 0, 0, true)
    }

    mutating func start(_ name: XMLText, _ attributes: XMLAttributes) {
        if ignored > 0 { return ignored += 1 }
        switch name {
        case "annotation", "ruby-text", "shapes", "frame", "custom-shape", "note", "title", "desc": ignored = 1
        case "p", "h":
            if depth == 0 {
                if hasParagraph { bytes.append(10) }
                hasParagraph = true
                isBehindBlank = true
            }
            depth += 1
        case "s" where depth > 0:
            let count = min(attributes["text:c"]?.number ?? 1, 1 << 20)
            bytes += [UInt8](repeating: 32, count: count)
            isBehindBlank = true
        case "tab" where depth > 0: add(9)
        case "line-break" where depth > 0: add(10)
        default: break
        }
    }

    private mutating func add(_ byte: UInt8) {
        bytes.append(byte)
        isBehindBlank = true
    }

    mutating func end(_ name: XMLText) {
        if ignored > 0 { return ignored -= 1 }
        if name == "p" || name == "h" { depth -= 1 }
    }

    mutating func text(_ text: XMLText) {
        guard depth > 0, ignored == 0 else { return }
        for index in 0..<text.count {
            let byte = text[index]
            let isBlank = byte == 32 || (9...13).contains(byte)
            if !isBlank { bytes.append(byte) } else if !isBehindBlank { bytes.append(32) }
            isBehindBlank = isBlank
        }
    }
}
