import ArgumentParser

/// What is shown, and how.
struct OutputArguments: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Show errors and the result only.")
    var quiet = false

    @Option(help: ArgumentHelp("When to colour: auto, always or never.", valueName: "when"))
    var color = Style.Choice.auto

    @Flag(help: "Print one JSON object on standard output instead of text.")
    var json = false

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    /// Colours for standard error.
    var errorStyle: Style { Style(color, isTerminal: Console.errorIsTerminal) }

    /// Colours for standard output.
    var outputStyle: Style { Style(color, isTerminal: Console.outputIsTerminal) }
}
