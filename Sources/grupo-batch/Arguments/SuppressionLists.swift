import BatchModel
import Foundation
import Manifests
import Reporting

/// Reads the lists of users who are never written to.
struct SuppressionLists {
    private let reader: ListReader
    private let environment: [String: String]

    /// - Parameter reading: how the manifest is read.
    init(_ reading: ReadingOptions, _ environment: [String: String]) {
        reader = ListReader(reading, reportText: CSVReportWriter.text(ofCell:))
        self.environment = environment
    }

    /// The users of all lists together.
    func read(_ paths: [String]) throws -> SuppressedUsers {
        var users = SuppressedUsers()
        for path in paths {
            do {
                let copy = ListReader.isStream(path) ? try copy(of: path) : nil
                try reader.read(copy?.path ?? path, name: path, into: &users)
                withExtendedLifetime(copy) {}
            } catch let fault as ListFault {
                throw Failure(
                    fault.isUnreadable ? .unreadable : .refused,
                    "--exclude: \(LocationText.line(fault.diagnostic)) Nothing was sent.")
            }
        }
        return users
    }

    /// What a shell hands over as `<(command)` can be read only once.
    private func copy(of path: String) throws -> ManifestSpool {
        let shown = DisplayText.oneLine(path, limit: 1_000)
        guard let stream = FileHandle(forReadingAtPath: path) else {
            throw Failure(.unreadable, "--exclude: \(shown) cannot be read; check the path. Nothing was sent.")
        }
        return try ManifestSpool(environment: environment, of: stream, name: shown)
    }
}
