import BatchModel
import Digests

/// How much of what it finds a check keeps.
package struct CheckLimits: Sendable, Hashable {
    /// The most errors, and the most warnings, kept with their words; all are counted.
    package var diagnostics = 1_000
    /// How many messages to keep as they will be sent, from the first valid row on.
    package var previews = 1
    /// Keep the message of this row instead, as a spreadsheet numbers it.
    package var previewRow: Int?
    /// Show only rows with these numbers; nil shows any.
    package var previewRows: ClosedRange<Int>?
    /// Recipients to find among the rows, who are not shown.
    package var suppressed = SuppressedUsers()

    /// Say what rows may be called in a ledger of the earlier rule.
    package var findsEarlierSpellings = false

    /// Keeps what the check page shows.
    package init(
        diagnostics: Int = 1_000, previews: Int = 1, previewRow: Int? = nil, previewRows: ClosedRange<Int>? = nil,
        suppressed: SuppressedUsers = SuppressedUsers()
    ) {
        self.previewRows = previewRows
        self.suppressed = suppressed
        self.diagnostics = diagnostics
        self.previews = previews
        self.previewRow = previewRow
    }
}

/// What checking a whole manifest found.
package struct ManifestCheck: Sendable {
    /// How often one problem was met in one column.
    package struct Total: Sendable, Hashable {
        /// The problem.
        package var code: ManifestCode
        /// The column as the file's header writes it.
        package var column: String?
        /// How many rows have it.
        package var count: Int
        /// The first of them.
        package var first: Diagnostic?
        /// What to do, as a job: "Enter a user in 3 rows".
        package var job: String
        /// Whether the first of them shows more than the job says.
        package var showsFirst: Bool { code.isDamage || [.invisibleCharacter, .unrenderedBraces].contains(code) }
    }

    /// A message as it will be sent.
    package struct Preview: Sendable, Hashable {
        /// The row as a spreadsheet numbers it.
        package var row: Int
        /// The message.
        package var message: PlannedMessage
    }

    /// Data rows, blank lines not counted.
    package var rows = 0
    /// Rows that passed every check.
    package var valid = 0
    /// Rows that failed one.
    package var invalid: Int { rows - valid }
    /// Different users among the valid rows.
    package var distinctRecipients = 0
    /// Different senders among the valid rows.
    package var senders = SenderCensus()
    /// Different files attached.
    package var distinctAttachments = 0
    /// Bytes of the attachments as they will be uploaded, a file counted once for every row that has it.
    package var attachmentBytes: Int64 = 0
    /// Bytes of the different files.
    package var distinctAttachmentBytes: Int64 = 0
    /// The longest message: its length in characters (Unicode scalars) and its row; nil without a valid row.
    package var longestMessage: (characters: Int, row: Int)?

    /// Why the rest of the file could not be read; nothing of it may be sent then, not even with `--skip-invalid`.
    package var fault: ManifestFault?
    /// Errors of the file and its columns.
    package var fileErrors: [Diagnostic] = []
    /// Warnings of the file and its columns.
    package var fileWarnings: [Diagnostic] = []
    /// Errors: the file's, then the columns', then the cells' in order; cut at the limit.
    package var diagnostics: [Diagnostic] = []
    /// What is odd but can be sent, in order; cut at the limit.
    package var warnings: [Diagnostic] = []
    /// Every error of the cells counted, most frequent first.
    package var totals: [Total] = []
    /// Every warning of the cells counted, most frequent first.
    package var warningTotals: [Total] = []
    /// How many errors were found.
    package var errorCount = 0
    /// How many of them concern the file or its columns: with one of these no row can be sent.
    package var columnErrorCount = 0

    /// The columns and what each stands for.
    package var columns = ColumnTable()
    /// The encoding and delimiter the file was read with.
    package var layout: TextLayout
    /// Whether cells are told apart by a delimiter.
    package var hasDelimiter = true
    /// Whether the rows are those of a sheet, whose text is in no encoding.
    package var isWorkbook = false
    /// The sheet that was read of a workbook, once that is known.
    package var sheet: String?
    /// What the suppression lists come to.
    package var exclusion = Exclusion()
    /// Zero bytes the file ends in; nil without any.
    package var zeroPadding: ZeroPadding?
    /// Blank lines that were skipped.
    package var blankLines = 0
    /// The first messages as they will be sent.
    package var previews: [Preview] = []

    /// SHA-256 of the file's bytes, of a workbook of what its sheet says.
    package var inputDigest = SHA256Digest()
    /// A digest of every attachment's path, size, time of change and inode.
    package var attachmentsFingerprint = SHA256Digest()
    /// Digests of what is sent, one a kind.
    package var contents = ContentDigests()
    /// How many rows use what was given for rows without their own value.
    package var optionUse = OptionUse()
    /// The file's last row as a spreadsheet numbers it, for JSON the 1-based element; 0 without rows.
    package var lastRow = 0

    /// Damaged text that can be sent all the same: a line for each kind and column, with how often and where first.
    package var damage: [String] {
        let inRows = warningTotals.filter(\.code.isDamage).map { total in
            total.job + (total.first?.location.row.map { " (first row \($0))" } ?? "")
        }
        return fileWarnings.filter { ManifestCode(rawValue: $0.code)?.isDamage == true }.map(\.problem) + inRows
    }

    /// Whether every row can be sent.
    package var isValid: Bool { fault == nil && columnErrorCount == 0 && invalid == 0 && rows > 0 }
    /// Whether the file as a whole is wrong, so that no row of it may be sent.
    package var blocksAllRows: Bool { fault != nil || columnErrorCount > 0 || rows == 0 }
}
