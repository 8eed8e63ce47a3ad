import ArgumentParser
import BatchModel

extension GrupoBatch {
    /// Refuses an option that takes one value and is given two: only the last would count, and nobody would hear of it.
    static func refuseContradictions(_ scan: CommandLineScan) throws(Failure) {
        guard scan.mayRepeat, !scan.asksForHelp, let command = type(of: scan.command) else { return }
        for option in OptionFacts.all(of: command) where !option.isFlag && !option.isRepeating {
            let values = scan.values(of: option.name, short: option.shortName)
            guard let first = values.first, let other = values.first(where: { $0 != first }) else { continue }
            throw Failure(
                .usage,
                "--\(option.name) is given twice, as “\(shown(first, option))” and as “\(shown(other, option))”; nothing was "
                    + "done. Give it once.", remedy: "Give it once.")
        }
    }

    /// A value without the password that an address in it may hold.
    private static func shown(_ value: String, _ option: OptionFacts) -> String {
        let word = RepeatedCommand(["--\(option.name)=\(value)"]).words[0]
        return DisplayText.oneLine(String(word.dropFirst(option.name.count + 3)), limit: 200)
    }
}
