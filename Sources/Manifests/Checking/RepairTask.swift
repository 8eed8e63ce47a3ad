import BatchModel
import Text

/// Totals phrased as jobs to do.
enum RepairTask {
    /// "Enter a user in 3 rows" and the like.
    static func text(_ code: ManifestCode, column: String?, count: Int) -> String {
        let rows = count == 1 ? "1 row" : "\(Numbers.grouped(count)) rows"
        let name = column.map { "\"\($0)\"" } ?? "the cell"
        return switch code {
        case .missingUser: "Enter a user in \(rows)"
        case .missingSender: "Enter a sender in \(rows), or name one for all with \(option: .sender)"
        case .missingMessage:
            "Enter a message in \(rows), or give one for all with \(option: .message) or \(option: .template)"
        case .controlCharacter: "Remove control characters from \(name) in \(rows)"
        case .edgeBlank: "Remove blanks at the beginning or end of \(name) in \(rows)"
        case .emptyVariable: "Enter a value in \(name) in \(rows), or give a default in the template"
        case .gifURL: "Correct the GIF address in \(rows)"
        case .attachmentMissing: "Add the missing attachment, or correct its path, in \(rows)"
        case .attachmentNotRegular: "Attach a regular file in \(rows)"
        case .attachmentUnreadable: "Make the attachment readable in \(rows)"
        case .attachmentOutsideRoot: "Move the attachment below the attachments' folder in \(rows)"
        case .attachmentTooLarge: "Make the attachment smaller in \(rows)"
        case .attachmentEmpty: "Attach a file that is not empty in \(rows)"
        case .raggedRow: "Give \(rows) as many cells as the header"
        case .repeatedHeader: "Delete \(rows) that \(count == 1 ? "repeats" : "repeat") the header"
        case .duplicateUser: "Remove \(rows) whose user already has a row"
        case .badOrdinal: "Empty \"\(AddedColumns.ordinal)\" in \(rows), or put its number back"
        case .badTemplate: "Correct the template in \(rows)"
        case .notAnObject: "Turn \(rows) into JSON objects"
        case .jsonSyntax: "Correct the JSON in \(rows)"
        case .duplicateKey: "Keep one key for each field in \(rows)"
        case .notText: "Put \(name) in quotes in \(rows)"
        case .nestedValue: "Replace objects and arrays in \(name) by text in \(rows)"
        case .loneSurrogate: "Write characters whole in \(name) in \(rows)"
        case .repeatedRecipient: "Look at \(rows) whose user already has a row"
        case .repeatedMessage: "Look at \(rows) that \(count == 1 ? "repeats" : "repeat") an earlier row exactly"
        case .invisibleCharacter: "Look at \(rows) with an invisible character in \(name)"
        case .unrenderedBraces: "Look at \(rows) with {{...}} left in the message"
        case .replacementCharacter: "Look at \(rows) with lost characters (U+FFFD) in \(name)"
        case .misreadEncoding: "Look at \(rows) with text read in a wrong encoding in \(name)"
        case .spreadsheetError: "Correct \(rows) with a spreadsheet's error value in \(name)"
        case .cutNumber: "Correct \(rows) with a number that a spreadsheet has cut in \(name)"
        case .formulaGuard: "Correct \(rows) with a spreadsheet's guard =\"…\" in \(name)"
        case .escapedLineBreak: "Look at \(rows) with \\n instead of a line break in \(name)"
        case .quotedName: "Look at \(rows) with quotes around \(name)"
        case .htmlEntity: "Look at \(rows) with HTML's name for a character, such as &amp;, in \(name)"
        case .foreignMergeTag: "Look at \(rows) with a field of another service in \(name)"
        case .unknownColumn: "Look at \(rows) with \(name), which is used by no field"
        case .formula: "Correct \(rows) with a spreadsheet's formula in \(name)"
        case .missingValue: "Correct \(rows) with a program's word for nothing, such as NULL, in \(name)"
        case .severalNames: "Look at \(rows) with more than one name in \(name)"
        case .errorCell: "Correct \(rows) with an error of the spreadsheet in \(name)"
        case .noValue: "Have the spreadsheet program calculate \(name) in \(rows)"
        case .longNumber: "Enter \(name) as text in \(rows)"
        case .lostLetter: "Look at \(rows) with ? instead of a letter in \(name)"
        case .escapedCharacter: "Look at \(rows) with characters written as codes, such as =C3=BC, in \(name)"
        case .unlikelyName: "Look at \(rows) with a date, a number or the like in \(name)"
        case .strayControl: "Look at \(rows) with a control character in \(name)"
        default: "Correct \(rows): \(code.meaning)"
        }
    }
}
