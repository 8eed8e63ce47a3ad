import BatchModel
import Text

/// A list that is in another encoding than the manifest: a letter of a name may become a quote then, and the name none.
struct ListMisreading {
    private let file: ManifestFile
    private let encoding: String?

    /// Looks at a list that is no UTF-8 and was read in the encoding given for the manifest.
    init(_ file: ManifestFile, _ encoding: String?) { (self.file, self.encoding) = (file, encoding) }

    /// The fault, or what is really wrong where the bytes of the text are a name in another encoding.
    func fault(_ fault: ListFault) -> ListFault {
        guard let encoding, let (text, stranger) = fault.offending,
            let bytes = SingleByteTable(encoding)?.bytes(of: text),
            bytes.contains(where: { $0 >= 0x80 }), !Self.isQuoted(text)
        else { return fault }
        let readings = EncodingGuess.readings(of: bytes, sample: sample, besides: encoding, hasOnlyReturns: false)
            .filter { ListedName.stranger(inLine: ListedName.trimmed($0.text)) == nil }
        if readings.isEmpty { return fault }
        let choices = readings.map { "\($0.encoding) reads “\(DisplayText.oneLine($0.text, limit: 60))”" }
        var other = fault
        other.problem =
            "The list is probably not in \(encoding), as \(option: .encoding) says: read so, “\(DisplayText.oneLine(text, limit: 60))” "
            + "holds \(stranger)."
        other.remedy =
            "Save the list as UTF-8, which is read whatever \(option: .encoding) says; \(choices.joined(separator: ", "))."
        return other
    }

    /// Whether quotes stand at both ends of a text, where no letter became one by chance.
    private static func isQuoted(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
        return ListedName.isEnclosing(first) && ListedName.isEnclosing(last)
    }

    private var sample: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = (try? file.read(into: &bytes, from: 0, at: 0)) ?? 0
        return Array(bytes.prefix(count))
    }
}
