/// Recipients who are never written to. Names are compared without regard to case: leaving out one too many is the safer error.
package struct SuppressedUsers: Sendable, Hashable {
    /// The names, lower-cased.
    package let names: Set<String>

    /// Takes names as they were listed.
    package init(_ names: some Sequence<String> = []) { self.names = Set(names.map { $0.lowercased() }) }

    /// Whether nobody is listed.
    package var isEmpty: Bool { names.isEmpty }

    /// The listed name that means this user; nil when nobody does.
    func match(_ user: String) -> String? {
        let name = user.lowercased()
        return names.contains(name) ? name : nil
    }
}
