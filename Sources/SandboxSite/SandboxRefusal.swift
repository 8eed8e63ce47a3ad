/// Why the sandbox says no, with the key and the message of its reply.
///
/// The vendor publishes no list of keys; these are the sandbox's own.
package enum SandboxRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// The key is missing or wrong.
    case invalidAPIKey = "invalid_api_key"
    /// `add` is not `message`.
    case invalidAction = "invalid_action"
    /// The body is not a well-formed form, or holds a part the API does not have.
    case invalidForm = "invalid_form"
    /// The request is not a POST.
    case invalidMethod = "invalid_request_method"
    /// Nobody of the recipient's name is known.
    case userNotFound = "user_not_found"
    /// Nobody of the sender's name is known.
    case senderNotFound = "sender_not_found"
    /// The text is empty or blank.
    case messageEmpty = "message_empty"
    /// The GIF is not an https address on a site the API names.
    case invalidGIFURL = "invalid_gif_url"
    /// The attachment is larger than the site takes.
    case fileTooLarge = "file_too_large"
    /// The site was told to refuse a share of all messages.
    case refusedAtRandom = "refused_at_random"

    /// A sentence for the reply's `error_message`.
    package var message: String {
        switch self {
        case .invalidAPIKey: "The API secret key is not valid"
        case .invalidAction: "The field add must be message"
        case .invalidForm: "The form could not be read"
        case .invalidMethod: "Use POST"
        case .userNotFound: "The user does not exist"
        case .senderNotFound: "The sender does not exist"
        case .messageEmpty: "The message is empty"
        case .invalidGIFURL: "The GIF must be on tenor.com, gfycat.com or giphy.com"
        case .fileTooLarge: "The file is too large"
        case .refusedAtRandom: "The sandbox rejects a share of all messages"
        }
    }
}
