extension MoveTarget {
    /// Remembers a version: what is one row in either ledger is one row.
    func join(_ version: MessageVersion) throws {
        let root = try root(of: version.root) ?? version.root
        guard let other = try self.root(of: version.message) else {
            return try add([MessageVersion(message: version.message, root: root)])
        }
        if other != root { try joinVersions(of: other, to: root) }
    }
}
