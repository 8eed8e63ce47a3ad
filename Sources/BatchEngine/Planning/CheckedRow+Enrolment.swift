import BatchModel
import LedgerStore
import Manifests

extension CheckedRow {
    /// The row as the ledger enrols it.
    func enrolled(isLeftOut: Bool) -> Enrolment.Row {
        switch disposition {
        case .ready(let key, let ordinal, let recipient):
            let identity = MessageIdentity(key: key, ordinal: ordinal)
            return isLeftOut
                ? .suppressed(identity, recipient: recipient, earlier: earlier)
                : .message(identity, recipient: recipient, earlier: earlier)
        case .invalid(let code, _): return .invalid(code: code)
        }
    }
}
