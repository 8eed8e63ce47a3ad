import BatchModel
import LedgerStore

/// A setting that is not left at its default, and where its value came from.
struct EffectiveSetting: Encodable {
    let name: String
    let value: String
    let origin: String

    init(_ setting: Setting) {
        name = setting.option.key
        value = Self.shown(setting.option.name, setting.values.joined(separator: ", "))
        origin = setting.origin.text
    }

    /// An option of the command line.
    init(option: OptionFacts, value: String) {
        name = option.key
        self.value = Self.shown(option.name, value)
        origin = "command line"
    }

    /// Values that can hold a password are not shown.
    private static func shown(_ option: String, _ value: String) -> String {
        let hidden = option == "secret-command" || option == "proxy" && value.contains("@")
        let shown = option == "ledger" ? LedgerAddress(value).description : value
        return hidden ? "(set, not shown)" : DisplayText.oneLine(shown, limit: 80)
    }
}
