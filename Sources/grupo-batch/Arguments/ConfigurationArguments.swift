import ArgumentParser

/// Where settings come from that are not on the command line; read by `Settings` before anything is parsed.
struct ConfigurationArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Configuration file, instead of ./grupo-batch.yaml and your own.", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("Profile of the configuration to use.", valueName: "name"))
    var profile: String?
}
