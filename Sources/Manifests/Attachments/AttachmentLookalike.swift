import BatchModel
import Synchronization

/// Finds the file that a path probably means which names none: written with `\`, in another case, or with accents composed
/// in another way, or other blanks.
final class AttachmentLookalike: Sendable {
    /// Above this many names in a folder nobody looks: it would take too long.
    private static let mostNames = 100_000

    private let root: AttachmentRoot
    private let names = Mutex<[String: [String]]>([:])

    init(_ root: AttachmentRoot) { self.root = root }

    /// The path of a file that is there, written as the manifest would have to write it.
    func find(_ path: String) -> String? {
        let plain = path.replacing("\\", with: "/")
        if let found = match(plain) { return found }
        // Of C:\Users\ann\files\a.txt the end may lie here.
        guard plain != path else { return nil }
        var rest = plain[...]
        while let slash = rest.firstIndex(of: "/") {
            rest = rest[rest.index(after: slash)...]
            if !rest.isEmpty, let found = match(String(rest)) { return found }
        }
        return nil
    }

    private func match(_ path: String) -> String? {
        if (try? root.open(path)) != nil { return path }
        var found = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            guard part != ".", part != "..", !exists(found + part), let entries = entries(in: found) else {
                found += part + "/"
                continue
            }
            // The same characters, however composed, come before the same letters in another case.
            let (wanted, plain) = (ComparedName.form(of: String(part)), Self.plain(String(part)))
            guard
                let other = entries.first(where: { $0 == part })
                    ?? entries.first(where: { ComparedName.form(of: $0) == wanted })
                    ?? entries.first(where: { Self.plain($0) == plain })
            else { return nil }
            found += other + "/"
        }
        found = String(found.dropLast())
        return (try? root.open(found)) != nil ? found : nil
    }

    /// A name with plain blanks, dashes and apostrophes in place of others: programs put U+202F into the names of pictures.
    static func plain(_ name: String) -> String { ComparedName.form(of: BareName.plain(name)) }

    private func exists(_ path: String) -> Bool { (try? root.open(path)) != nil || entries(in: path) != nil }

    private func entries(in folder: String) -> [String]? {
        if let known = names.withLock({ $0[folder] }) { return known.isEmpty ? nil : known }
        let found = root.entries(in: folder, limit: Self.mostNames)
        names.withLock { $0[folder] = found ?? [] }
        return found
    }
}
