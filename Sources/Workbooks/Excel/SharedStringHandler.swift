/// Takes the texts that cells share; phonetic readings of them are left out.
final class SharedStringHandler: XMLHandler {
    private(set) var strings = SharedStrings()
    /// What the strings' file says to the one who reads.
    private(set) var error: (any Error)?
    private let limit: Int
    private var text: [UInt8] = []
    private var start = 0
    private var isInText = false
    private var phonetics = 0
    private var mayBeEscaped = false

    init(limit: Int) { self.limit = limit }

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        switch name {
        case "si": text.removeAll(keepingCapacity: true)
        case "t":
            isInText = phonetics == 0
            mayBeEscaped = false
            start = text.count
        case "rPh": phonetics += 1
        default: break
        }
    }

    override func end(_ name: XMLText) {
        switch name {
        case "si":
            do { try strings.append(text) } catch {
                self.error = error
                fault = .damaged("")
            }
        case "t":
            if isInText, mayBeEscaped { ExcelText.unescape(&text, from: start) }
            isInText = false
        case "rPh": phonetics -= 1
        default: break
        }
    }

    override func text(_ piece: XMLText) {
        guard isInText else { return }
        if !mayBeEscaped { mayBeEscaped = piece.holds(0x5F) }
        piece.append(to: &text)
        if text.count > limit { fault = .tooLarge(row: nil) }
    }

    /// Reads the texts of a workbook.
    static func read(_ file: PackedFile, _ part: String, limit: Int) throws -> SharedStrings {
        let handler = SharedStringHandler(limit: limit)
        do {
            try XMLStream.read(file, part, handler)
        } catch {
            throw handler.error ?? error
        }
        return handler.strings
    }
}
