/// Why the text is not JSON, or not a manifest.
struct JSONFault: Error, Hashable {
    /// What kind of fault it is.
    var code = ManifestCode.jsonSyntax
    /// What is wrong, in one sentence.
    var problem: String
    /// What to do about it.
    var remedy: String

    init(_ problem: String, _ remedy: String = "Correct the JSON; a JSON checker shows the place.") {
        self.problem = problem
        self.remedy = remedy
    }

    /// The text is JSON, but of a shape that is no manifest.
    static func shape(_ problem: String, _ remedy: String) -> JSONFault {
        var fault = JSONFault(problem, remedy)
        fault.code = .jsonShape
        return fault
    }

    /// So that a fault can be told in a `catch` or a `case`.
    static func ~= (pattern: JSONFault, error: any Error) -> Bool { error as? JSONFault == pattern }

    static let cutLine = JSONFault("The line ends before its object does.", "Write every object on one line.")
    static let cut = JSONFault("The JSON ends in the middle.", "Check that the file was written to its end.")
}
