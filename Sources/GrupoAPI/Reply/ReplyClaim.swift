/// What a reply's body says about the message, before the HTTP status is considered.
enum ReplyClaim: Hashable {
    /// `success` is true, or a value the user named as true.
    case success(ReplyObject)
    /// `success` is false.
    case refusal(ReplyObject)
    /// There is something that may be meant as a verdict and is none.
    case doubtful(ClientErrorKey)
    /// There is no verdict: no object, an object without `success`, or no complete body.
    case nothing(ClientErrorKey)

    /// Reads the claim of a body.
    init(_ body: ReplyBody, rules: ClassificationRules) {
        switch body {
        case .notJSON: self = .nothing(.notJSON)
        case .repeatedMember: self = .doubtful(.contradiction)
        case .object(let object, _):
            switch object.success {
            case .bool(true): self = .success(object)
            case .bool(false): self = .refusal(object)
            case .missing: self = .nothing(.noVerdict)
            case .string(let text), .other(let text):
                self = rules.successValues.contains(text) ? .success(object) : .doubtful(.noVerdict)
            }
        }
    }
}
