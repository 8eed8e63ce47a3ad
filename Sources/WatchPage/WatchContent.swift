/// What a page is made of, and what it may do.
package struct WatchContent: Sendable {
    /// The page, which holds nothing that was read: all of that comes as the state.
    package var html: String
    /// The page's content security policy.
    package var policy: String
    /// How the run stands now, as one line of JSON. Called from any thread, a few times a second for each reader.
    package var state: @Sendable () -> String
    /// Follows a command, from any thread; nil for a page that only shows.
    package var command: (@Sendable (WatchCommand) -> Void)?

    /// Puts the content together.
    package init(
        html: String, policy: String, state: @escaping @Sendable () -> String,
        command: (@Sendable (WatchCommand) -> Void)?
    ) {
        self.html = html
        self.policy = policy
        self.state = state
        self.command = command
    }
}
