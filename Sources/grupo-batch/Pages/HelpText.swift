/// What the help pages of several commands say; the manual is made of the same texts.
///
/// A table's lines begin with a blank and have at most 73 columns: so neither terminal nor manual wraps them.
enum HelpText {
    /// A command's page: examples first, one a line, then paragraphs.
    static func page(_ examples: String..., paragraphs: String...) -> String {
        ([table("Examples", examples)] + paragraphs).joined(separator: "\n\n")
    }

    /// Every exit code.
    static let exitCodes = exitCodes(ExitStatus.allCases)

    /// The exit codes that a command has.
    static func exitCodes(_ statuses: [ExitStatus]) -> String { "Exit codes:\n\(ExitStatus.table(statuses))" }

    /// The exit codes of commands that look a batch up in a ledger; `isWriting` for one that writes there too.
    static func lookupExitCodes(isWriting: Bool = false) -> String {
        """
        Exit code 0 when done; 64 for wrong use, 65 when it is refused, 66 when the list cannot be read or no ledger knows \
        it, 73 when a file cannot be written or is no ledger, 74 when the ledger is damaged or fails\
        \(isWriting ? ", 75 when another process holds the ledger" : ""), 78 for a wrong configuration.
        """
    }

    /// The variables that count.
    static let environment = table(
        "Environment",
        [
            ("GRUPO_SITE", "address of the site, as --site"),
            ("GRUPO_API_SECRET_KEY", "the site's secret key"),
            ("GRUPO_...", "any other option: GRUPO_PER_DAY is --per-day"),
            ("XDG_CONFIG_HOME", "where your configuration is (~/.config)"),
            ("XDG_STATE_HOME", "where ledgers are (~/.local/state)"),
        ].map { column($0, width: 22) + $1 })

    /// The files that are read and written.
    static let files = table(
        "Files",
        [
            ("grupo-batch.yaml", "the folder's configuration"),
            ("~/.config/grupo-batch/config.yaml", "your own configuration"),
            ("~/.local/state/grupo-batch/HOST.sqlite", "the ledger of a site"),
            ("MANIFEST.results.csv", "the results, beside it"),
        ].map { column($0, width: 40) + $1 })

    private static func table(_ title: String, _ lines: [String]) -> String {
        "\(title):\n" + lines.map { "  " + $0 }.joined(separator: "\n")
    }

    private static func column(_ text: String, width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
