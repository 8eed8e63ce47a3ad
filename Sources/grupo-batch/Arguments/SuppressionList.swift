import Foundation

/// Users who are never written to: one a line; blank lines and lines beginning with `#` do not count.
struct SuppressionList {
    let users: Set<String>

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unreadable, "--exclude: \(path) cannot be read; check the path. Nothing was sent.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure(.refused, "--exclude: \(path) is not UTF-8 text; save it as UTF-8. Nothing was sent.")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        users = Set(lines.filter { !$0.isEmpty && !$0.hasPrefix("#") })
    }
}
