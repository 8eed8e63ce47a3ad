import BatchModel
import GrupoAPI
import Reporting

extension StopReason {
    /// The site's key that the explanation quotes, made safe to show; nil when it quotes none.
    package var errorKey: String? {
        switch self {
        case .refusals(let key, _, _), .refusalsSinceSuccess(let key, _, _), .fatalErrorKey(let key, _),
            .identicalFailures(let key, _, _, _):
            DisplayText.oneLine(key)
        default: nil
        }
    }

    /// Whether nothing was accepted, and the site's words say that it was for the secret key. After a success they may be about a
    /// single recipient all the same.
    var isOfSecretKey: Bool {
        if case .refusalsSinceSuccess = self { return false }
        return isWordOfSecretKey
    }

    /// Whether the site's words are plainly about the secret key.
    var isWordOfSecretKey: Bool {
        switch self {
        case .refusals(let key, let message, _), .refusalsSinceSuccess(let key, let message, _),
            .fatalErrorKey(let key, let message):
            SecretKeyWords.areTold(by: key, message)
        default: false
        }
    }

    /// What to do where the same command has nothing left to send: all but to run it again.
    package var remedyOfLast: String {
        let (again, then) = (" Then run the same command again.", ", then run the same command again.")
        if remedy.hasSuffix(again) { return String(remedy.dropLast(again.count)) }
        return remedy.hasSuffix(then) ? remedy.dropLast(then.count) + "." : remedy
    }

    /// Whether the same command goes on as it is, or at once when what only waits or repair can mend is mended.
    ///
    /// False where address, key, sender or options are probably not what was meant: the same command would end the same way.
    package var continuesUnchanged: Bool {
        switch self {
        case .refusals, .fatalErrorKey: false
        case .siteFault(.refusedStatus(let status), _): status >= 500
        case .siteFault(.notJSON(let isChallenge), _): isChallenge
        case .siteFault(.redirect, _), .siteFault(.noVerdict, _), .siteFault(.tooLarge, _): false
        default: true
        }
    }
}
