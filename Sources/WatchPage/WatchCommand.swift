/// What can be done from the page.
package enum WatchCommand: String, Sendable, CaseIterable {
    /// Let nothing new leave.
    case pause
    /// Go on after a pause.
    case goOn = "go-on"
    /// End the run once what is in flight has its answers.
    case drain
}
