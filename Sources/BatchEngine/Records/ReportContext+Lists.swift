import Manifests
import Reporting

extension ReportContext {
    /// Tells what suppression lists came to, when there were any.
    mutating func add(_ exclusion: Exclusion) { add(exclusion: exclusion.lists.isEmpty ? nil : exclusion.text) }

    /// The same, from the words an earlier run stored.
    mutating func add(exclusion: String?) {
        if let exclusion { options.append(Option("exclude", exclusion)) }
    }
}
