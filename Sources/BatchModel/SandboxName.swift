/// The name of a sandbox in the path of its address: `sandbox-` and eight digits.
///
/// A sandbox forgets everything when it ends. One that is started at the same address later is another site, and must not meet the
/// ledger of the first, in which every row was sent.
package enum SandboxName {
    private static let prefix = "sandbox-"
    private static let digitCount = 8
    private static let hosts = ["127.", "localhost:", "[::1]:"]

    /// A name that hardly any other sandbox has.
    package static func random() -> String {
        prefix + (0..<digitCount).map { _ in String(Int.random(in: 0...9)) }.joined()
    }

    /// A request's path without the name of a sandbox, and that name with its slash; whoever kept the address of an earlier one at
    /// this port is answered as well.
    package static func split(_ path: String) -> (name: String, path: String) {
        guard path.hasPrefix("/") else { return ("", path) }
        let name = path.dropFirst().prefix { $0 != "/" }
        return isName(name) ? ("/\(name)", String(path.dropFirst(name.count + 1))) : ("", path)
    }

    /// Whether a site's address, in its canonical form or as it makes a row, is that of a sandbox on this machine: what is sent there
    /// reaches nobody.
    package static func isSandbox(site: String) -> Bool {
        let bare = site.hasPrefix("http://") ? site.dropFirst("http://".count) : site[...]
        guard let slash = bare.firstIndex(of: "/") else { return false }
        return hosts.contains(where: bare.hasPrefix) && isName(bare[bare.index(after: slash)...])
    }

    private static func isName(_ text: Substring) -> Bool {
        let digits = text.dropFirst(prefix.count)
        return text.hasPrefix(prefix) && digits.count == digitCount && digits.allSatisfy { "0"..."9" ~= $0 }
    }
}
