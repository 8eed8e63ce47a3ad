/// Something the sandbox did, for whoever watches it.
package enum SandboxEvent: Sendable, Hashable {
    /// It took a message; the text is hostile wherever it is shown.
    case accepted(ReceivedMessage)
    /// It refused a message; the recipient's name is nil when the form could not be read.
    case refused(SandboxRefusal, user: String?)
}
