import BatchModel
import Text

/// Why a suppression list cannot be used; nothing may be sent then.
package struct ListFault: Error, Sendable {
    /// Whether the file cannot be read at all; otherwise it was read and is not plainly a list.
    package var isUnreadable = false
    /// Where it was met.
    package var location: SourceLocation
    /// What is wrong, in one sentence.
    package var problem: String
    /// What to do about it.
    package var remedy: String
    /// The text that is no name, and what in it shows that; nil where it is not one text.
    private(set) var offending: (text: String, stranger: String)?

    /// Says that a text is no name.
    init(_ location: SourceLocation, text: String, holding stranger: String, _ problem: String, _ remedy: String) {
        self.init(location, problem, remedy)
        offending = (text, stranger)
    }

    init(_ location: SourceLocation, _ problem: String, _ remedy: String) {
        self.location = location
        self.problem = problem
        self.remedy = remedy
    }

    /// What the manifest's reader says, in words about a list.
    init(_ fault: ManifestFault) {
        self.init(fault.location, fault.problem, fault.remedy)
        switch fault.code {
        case .unreadable:
            isUnreadable = true
            problem = fault.problem.replacing("Your list", with: "The list")
            // A manifest may come from standard input; a list comes from a file, or from what stands for one.
            if location.file == "-" {
                remedy =
                    "Give what a command prints as \(option: .exclude) <(COMMAND), and standard input as /dev/stdin."
            }
        case .changed:
            problem = "The list changed while it was read."
        case .undecodable:
            // The option is the manifest's too, whose text it would spoil.
            if remedy.contains("\(option: .encoding)") {
                remedy += " The option counts for your list of recipients as well."
            }
        case .jsonShape, .jsonSyntax:
            if fault.location.row != nil { break }
            remedy = "Write an array of objects, each with the key \"user\", or one name a line in a .txt file."
        default: break
        }
    }

    /// The fault as a line for people.
    package var diagnostic: Diagnostic {
        Diagnostic(.error, code: "list", at: location, problem: problem, remedy: remedy)
    }
}
