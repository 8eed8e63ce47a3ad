import Foundation
import Reporting

/// What the doctor shows.
struct DoctorPage: Encodable {
    let findings: [Finding]
    let settings: [EffectiveSetting]

    private struct Document: Encodable {
        var healthy: Bool
        var checks: [Finding]
        var settings: [EffectiveSetting]
    }

    /// All of it as one JSON object.
    var json: String {
        JSONText.of(
            Document(healthy: !findings.contains { $0.status == .failure }, checks: findings, settings: settings))
    }

    /// Prints it for a person.
    func show(_ style: Style) {
        for finding in findings {
            let topic = finding.topic.padding(toLength: 14, withPad: " ", startingAt: 0)
            Console.out("\(mark(finding.status, style))  \(topic)\(finding.text)")
            if let remedy = finding.remedy { Console.out("                       \(style.dim(remedy))") }
        }
        Console.out("")
        guard !settings.isEmpty else { return Console.out("Every setting has its default.") }
        Console.out("Settings that are not left at their default:")
        let width = settings.map(\.name.count).max() ?? 0
        for setting in settings {
            let name = setting.name.padding(toLength: width, withPad: " ", startingAt: 0)
            Console.out("  \(style.bold(name))  \(setting.value)  \(style.dim("(\(setting.origin))"))")
        }
    }

    private func mark(_ status: Finding.Status, _ style: Style) -> String {
        switch status {
        case .good: style.green("ok     ")
        case .warning: style.yellow("warning")
        case .failure: style.red("fail   ")
        }
    }
}
