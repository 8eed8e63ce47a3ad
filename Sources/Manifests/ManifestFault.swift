import BatchModel

/// Why a manifest cannot be used as a whole.
package struct ManifestFault: Error, Sendable, Hashable {
    /// What kind of trouble it is; decides the exit code.
    package enum Kind: Sendable, Hashable {
        /// The file, its template or its folder cannot be read (66).
        case unreadable
        /// The file was read and does not hold a manifest (65).
        case invalid
        /// The file changed while it was being used.
        case changed
    }

    /// What kind of trouble it is.
    package var kind: Kind
    /// The stable name of the fault.
    package var code: ManifestCode
    /// Where it was met.
    package var location: SourceLocation
    /// What is wrong, in one sentence.
    package var problem: String
    /// What to do about it.
    package var remedy: String

    /// Describes a fault.
    package init(
        _ kind: Kind, _ code: ManifestCode, at location: SourceLocation, problem: String, remedy: String
    ) {
        self.kind = kind
        self.code = code
        self.location = location
        self.problem = problem
        self.remedy = remedy
    }

    /// The fault as the first line of the check page.
    package var diagnostic: Diagnostic {
        Diagnostic(.error, code: code.rawValue, at: location, problem: problem, remedy: remedy)
    }
}
