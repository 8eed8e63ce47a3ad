/// One line of what the doctor found.
struct Finding: Encodable {
    /// How it stands.
    enum Status: String, Encodable {
        case good = "ok"
        case warning
        case failure = "fail"
    }

    /// What was looked at.
    let topic: String
    /// How it stands.
    let status: Status
    /// What was found.
    let text: String
    /// What to do about it, or what else to know; nil when there is nothing.
    var remedy: String?

    static func good(_ topic: String, _ text: String, remedy: String? = nil) -> Finding {
        Finding(topic: topic, status: .good, text: text, remedy: remedy)
    }

    static func warning(_ topic: String, _ text: String, remedy: String) -> Finding {
        Finding(topic: topic, status: .warning, text: text, remedy: remedy)
    }

    static func failure(_ topic: String, _ text: String, remedy: String) -> Finding {
        Finding(topic: topic, status: .failure, text: text, remedy: remedy)
    }
}
