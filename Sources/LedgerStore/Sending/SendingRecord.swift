/// What the registry says of one manifest that was sent, wholly or in part, through one ledger.
package struct SendingRecord: Sendable, Hashable, Codable {
    /// The real path of the ledger.
    package var ledger: String
    /// The manifest as that ledger knows it: its real path, or `-`.
    package var manifest: String
    /// What was asked for, such as `send list.csv`.
    package var command: String
    /// Tells the ledger's file from another one at the same path, and knows it at another path; nil of an earlier version.
    package var file: String?
    /// Stands for site and batch label in compared form; nil of an earlier version.
    package var scope: String?
    /// When the first run began to send it, in milliseconds since 1970 (UTC).
    package var firstAtMilliseconds: Int64
    /// When the last run did.
    package var lastAtMilliseconds: Int64
    /// What had been served from the manifest when the last run ended; nil while it is under way, when it was cut off, and of an
    /// earlier version.
    package var served: ServedSum?

    /// Describes a run that begins to send.
    package init(
        ledger: String, file: String? = nil, scope: String? = nil, manifest: String, command: String,
        atMilliseconds: Int64
    ) {
        self.ledger = ledger
        self.file = file
        self.scope = scope
        self.manifest = manifest
        self.command = command
        firstAtMilliseconds = atMilliseconds
        lastAtMilliseconds = atMilliseconds
    }
}

/// What a manifest is recognised by, for one site and batch label: thirty-two hexadecimal digits each.
package struct SendingKeys: Sendable, Hashable {
    /// Stands for its real path; nil for a manifest without one.
    package var path: String?
    /// Stands for its bytes.
    package var content: String

    /// Puts keys together.
    package init(path: String?, content: String) {
        self.path = path
        self.content = content
    }
}

/// A record, and what its manifest was recognised by.
package struct RegisteredSending: Sendable, Hashable {
    /// The keys of the manifest as it was sent last.
    package var keys: SendingKeys
    /// What is known of it.
    package var record: SendingRecord

    /// Whether whoever sends one of the two is asked about the other: they have the path or the content in common.
    package func isAskedAbout(with other: RegisteredSending) -> Bool {
        keys.content == other.keys.content || keys.path.map { $0 == other.keys.path } ?? false
    }
}
