import ArgumentParser

extension GrupoBatch {
    /// The completion script that an error of the parser's stands for, if that is what the user asked for.
    static func completionScript(in error: any Error, _ arguments: [String]) -> String? {
        guard arguments.first?.hasPrefix("--generate-completion-script") == true, exitCode(for: error).isSuccess else {
            return nil
        }
        return completingHelp(fullMessage(for: error))
    }

    /// The script with the names of the commands after `help`: the parser's own command declares none.
    private static func completingHelp(_ script: String) -> String {
        let names = subcommands(of: []).joined(separator: " ")
        let bash = script.split(separator: "\n_grupo-batch_help() {\n", maxSplits: 1)
        if bash.count == 2, let end = bash[1].firstRange(of: "offer_flags_options -1\n") {
            let offer = "    ((positional_number == 1)) && COMPREPLY+=($(compgen -W '\(names)' -- \"${cur}\"))\n"
            return bash[0] + "\n_grupo-batch_help() {\n" + bash[1][..<end.upperBound] + offer
                + bash[1][end.upperBound...]
        }
        if script.contains("\ncomplete -c 'grupo-batch'") {
            let isFirst = "__grupo-batch_should_offer_completions_for_positional \"grupo-batch help\" -eq 1"
            return script + "\ncomplete -c 'grupo-batch' -n '\(isFirst)' -fa '\(names)'"
        }
        return script.replacing("'*:subcommands:'", with: "'1:command:(\(names))'")
    }
}
