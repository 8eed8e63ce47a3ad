import BatchModel

/// What a report says about the batch as a whole, known before its rows are.
///
/// Texts may come from the user or the site; each format makes them safe to show.
package struct ReportContext: Sendable, Hashable {
    /// The commands that go on from here, exactly as the user would type them; nil where there is none.
    package struct Commands: Sendable, Hashable {
        /// Continues: sends what is pending, tries again what was not sent or rejected. Without it the user is told to give the
        /// command that was given.
        package var send: String?
        /// Records a person's verdict on unknown rows; which rows and what verdict are put behind it.
        package var resolve: String?
        /// Writes rejected and invalid rows to a manifest of their own.
        package var correct: String?

        /// Names the commands.
        package init(send: String? = nil, resolve: String? = nil, correct: String? = nil) {
            self.send = send
            self.resolve = resolve
            self.correct = correct
        }
    }

    /// The manifest as the user named it.
    package var manifest = "manifest"
    /// What the report is called, where its reader is told more than the manifest's name; nil where nothing was given.
    package var title: String?
    /// The site's canonical address.
    package var site: String?
    /// The batch label.
    package var batch: String?
    /// SHA-256 of the manifest's bytes as they were sent, in hexadecimal.
    package var manifestDigest: String?
    /// The digest of the plan that was sent.
    package var planDigest: String?
    /// When the last run began, in milliseconds since 1970 (UTC).
    package var startedAtMilliseconds: Int64?
    /// When the last run ended; nil while it goes on.
    package var finishedAtMilliseconds: Int64?
    /// Whether the run goes on while the report is made: rows in flight are listed as unknown until they are answered.
    package var isRunning = false
    /// When the report was made.
    package var createdAtMilliseconds: Int64?
    /// The program and its version.
    package var program = "grupo-batch"
    /// The options of the run that matter to its result, in the order to show them.
    package var options: [Option] = []
    /// Why the run stopped before its last row, in a sentence.
    package var stopped: String?
    /// The rows that are listed; all are counted.
    package var filter = RowFilter()
    /// How to go on.
    package var commands = Commands()

    /// One option of the run.
    package struct Option: Sendable, Hashable {
        /// Its name without dashes.
        package var name: String
        /// Its value as text.
        package var value: String

        /// Names an option.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Describes a batch of which nothing is known yet.
    package init() {}
}
