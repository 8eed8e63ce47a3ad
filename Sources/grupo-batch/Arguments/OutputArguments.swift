import ArgumentParser

/// What is shown, and how.
struct OutputArguments: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Show errors and the result only.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show each row's result; twice (-vv) also attempts, waits and commits.")
    var verbose: Int

    @Option(help: ArgumentHelp("When to show progress: auto, always or never.", valueName: "when"))
    var progress = ProgressDisplay.Choice.auto

    @Option(help: ArgumentHelp("When to colour: auto, always or never.", valueName: "when"))
    var color = Style.Choice.auto

    @Flag(help: "Print one JSON object on standard output instead of text.")
    var json = false

    @Option(
        help: ArgumentHelp("Add every event to this file, one JSON object a line.", valueName: "path"),
        completion: .file())
    var logFile: String?

    @Flag(name: .shortAndLong, help: "Do not ask for confirmation.")
    var yes = false

    /// Colours for standard error.
    var errorStyle: Style { Style(color, isTerminal: Console.errorIsTerminal) }

    /// Colours for standard output.
    var outputStyle: Style { Style(color, isTerminal: Console.outputIsTerminal) }
}

extension ProgressDisplay.Choice: ExpressibleByArgument {}
