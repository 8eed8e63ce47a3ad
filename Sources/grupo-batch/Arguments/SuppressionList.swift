import BatchModel
import Foundation
import Manifests

/// Reads a list of users who are never written to.
enum SuppressionList {
    /// One user a line, or the `user` column of a CSV file; blank lines and lines beginning with `#` do not count.
    static func read(_ path: String) throws -> SuppressedUsers {
        let shown = DisplayText.oneLine(path, limit: 1_000)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unreadable, "--exclude: \(shown) cannot be read; check the path. Nothing was sent.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure(.refused, "--exclude: \(shown) is not UTF-8 text; save it as UTF-8. Nothing was sent.")
        }
        // Spreadsheets and editors put a byte-order mark first.
        let lines = text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline)
        let entries = lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard let first = entries.first, isHeader(first) else { return SuppressedUsers(entries) }
        guard lines.first?.trimmingCharacters(in: .whitespaces) == first else {
            throw Failure(
                .refused,
                "--exclude: \(shown) holds a table whose header is not its first line; remove what stands before it. Nothing was sent."
            )
        }
        return try column(of: path, shown)
    }

    /// Whether a line is the header of a CSV file with a column of users.
    private static func isHeader(_ line: String) -> Bool {
        line.split { ",;\t|".contains($0) }.contains { name in
            ManifestField(header: name.trimmingCharacters(in: CharacterSet(charactersIn: " \""))) == .user
        }
    }

    private static func column(of path: String, _ shown: String) throws -> SuppressedUsers {
        do {
            let table = try Manifest.open(
                path, options: ReadingOptions(inputFormat: .csv), scope: IdentityScope(site: ""))
            var users: [String] = []
            var rows = table.rows()
            while let row = try rows.next() {
                let user = row.user.trimmingCharacters(in: .whitespaces)
                guard !user.isEmpty else {
                    throw Failure(
                        .refused,
                        "--exclude: row \(row.row) of \(shown) names no user; fill it in or remove it. Nothing was sent."
                    )
                }
                users.append(user)
            }
            return SuppressedUsers(users)
        } catch let fault as ManifestFault {
            throw Failure(.refused, "--exclude: \(LocationText.line(fault.diagnostic)) Nothing was sent.")
        }
    }
}
