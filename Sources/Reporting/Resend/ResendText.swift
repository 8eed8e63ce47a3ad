import BatchModel
import Files

/// Texts in files to be sent again.
enum ResendText {
    /// An error in words, no longer than what we may add to a row.
    static func cut(_ text: String?) -> String {
        guard let text else { return "" }
        return String(text.unicodeScalars.prefix(AddedColumns.characterLimit))
    }

    /// A text of ours with a question mark for every character that the encoding lacks.
    static func shown(_ text: String, in encoding: any ResendEncoding) -> [UInt8] {
        let bytes = Array(text.utf8)
        if bytes.allSatisfy({ $0 < 0x80 }) || encoding.canEncode(bytes) { return bytes }
        return text.unicodeScalars.flatMap { scalar in
            let bytes = Array(String(scalar).utf8)
            return encoding.canEncode(bytes) ? bytes : [UInt8(ascii: "?")]
        }
    }

    /// Why a text of the user's cannot be written.
    static func fault(_ place: String) -> FileFault {
        FileFault(
            path: place,
            reason: "or the way to its attachment, has a character that your list's encoding lacks; "
                + "write the file into your list's own folder")
    }
}
