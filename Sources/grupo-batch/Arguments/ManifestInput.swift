/// The manifest a command was given: a file, or standard input kept in one.
struct ManifestInput {
    /// The file to read.
    let path: String
    /// How errors name it; nil for its own path.
    let displayName: String?
    /// What stands for the file's real path in the ledger; nil for the real path.
    let campaignPath: String?
    private let spool: ManifestSpool?

    init(_ argument: String, environment: [String: String]) throws {
        guard argument == "-" else {
            (path, displayName, campaignPath, spool) = (argument, nil, nil, nil)
            return
        }
        let spool = try ManifestSpool(environment: environment)
        (path, displayName, campaignPath) = (spool.path, "standard input", "-")
        self.spool = spool
    }
}
