import ArgumentParser

/// What the check page shows.
struct CheckingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Show the first N messages as they will be sent.", valueName: "n"))
    var preview = 1

    @Option(help: ArgumentHelp("Show the message of this row as it will be sent.", valueName: "row"))
    var previewRow: Int?

    func validate() throws {
        guard (0...1_000).contains(preview) else { throw ValidationError("--preview takes 0 to 1000.") }
    }
}
