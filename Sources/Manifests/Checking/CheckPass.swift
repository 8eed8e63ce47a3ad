import BatchModel
import Digests

/// One pass over a manifest that checks every row.
struct CheckPass: ~Copyable {
    let manifest: Manifest
    let limits: CheckLimits
    let needsKeys: Bool
    var result: ManifestCheck
    private var checker: RowChecker
    private var identity: RowIdentity
    private var errors: FindingsLog
    private var warnings: FindingsLog
    private var columnErrors: [Diagnostic] = []
    private var repeats = RepeatCount()
    private var ordinals: RowOrdinals
    private var trace: RowTrace
    private var hasSeenColumns = false
    /// Whether the header is probably none, so that what is wrong with the rows below it says nothing.
    private var isHeaderDoubtful = false
    private var emptyColumns: EmptyColumns
    private var exclusion: ExclusionCount
    /// Whether a list names the user of the last row.
    private var isSuppressed = false

    init(
        _ manifest: Manifest, limits: CheckLimits, needsKeys: Bool, found: ((Diagnostic) throws -> Void)?
    ) throws {
        self.manifest = manifest
        self.limits = limits
        self.needsKeys = needsKeys
        result = ManifestCheck(layout: manifest.layout)
        result.hasDelimiter = manifest.format.isDelimited
        result.isWorkbook = manifest.format.isWorkbook
        checker = manifest.makeChecker()
        identity = RowIdentity(manifest.scope)
        errors = FindingsLog(limit: limits.diagnostics, deliver: found)
        warnings = FindingsLog(limit: limits.diagnostics, deliver: found)
        exclusion = ExclusionCount(limits.suppressed)
        ordinals = try RowOrdinals(manifest)
        emptyColumns = EmptyColumns(manifest)
        let zeros = manifest.layout.ending.zeroByteCount
        if zeros > 0 { result.zeroPadding = ZeroPadding(byteCount: zeros) }
        trace = RowTrace(manifest.options)
    }

    /// Makes room for as many rows as the first ones promise, so that the tables need not grow.
    mutating func expect(_ page: RecordPage, usedByteCount: Int) {
        guard usedByteCount > 0 else { return }
        let promised = Double(manifest.byteCount) * Double(page.rows.count) / Double(usedByteCount)
        let expected = min(Int(promised * 1.03), 12_000_000)
        repeats = RepeatCount(expecting: expected)
    }

    /// How far the pass is after so many bytes of decoded text.
    func progress(usedByteCount: Int) -> CheckProgress {
        // Text in another encoding is longer or shorter than the file.
        let isTold = manifest.layout.isUTF8 && manifest.byteCount > 0
        let share = isTold ? min(1, Double(usedByteCount) / Double(manifest.byteCount)) : nil
        return CheckProgress(rows: result.rows, share: share)
    }

    mutating func take(_ page: RecordPage, each: ((CheckedRow) throws -> Void)?) throws {
        try refuseReport(page.columns)
        if !hasSeenColumns, manifest.format.hasHeader { checkColumns(page.columns, page) }
        for row in page.firstRow..<page.rows.count {
            emptyColumns.take(page, row)
            let disposition = try check(page, row)
            if let each, let disposition {
                try each(
                    CheckedRow(
                        position: result.rows, row: page.rows[row].number, line: page.rows[row].line,
                        disposition: disposition, earlier: earlier(disposition, page), isSuppressed: isSuppressed,
                        stated: page.statedRow(row, disposition)))
            }
            result.rows += 1
            result.lastRow = page.rows[row].number
        }
        guard result.zeroPadding != nil, let last = page.rows.indices.last, last >= page.firstRow else { return }
        result.zeroPadding?.lastRow = page.rows[last].number
        result.zeroPadding?.lastUser = String(decoding: page.bytes[checker.range(of: .user)], as: UTF8.self)
    }

    private mutating func refuseReport(_ columns: ColumnTable) throws(ManifestFault) {
        guard columns.count != result.columns.count else { return }
        result.columns = columns
        guard ResultsReport.recognises(columns) else { return }
        throw ResultsReport.fault(manifest.displayName, row: manifest.format.hasHeader ? columns.headerRow : nil)
    }

    private mutating func earlier(_ disposition: CheckedRow.Disposition, _ page: RecordPage) -> EarlierSpellings? {
        guard limits.findsEarlierSpellings, case .ready(let key, _, let recipient) = disposition else { return nil }
        return identity.earlier(checker, page, now: (key, recipient))
    }

    private mutating func checkColumns(_ columns: ColumnTable, _ page: RecordPage? = nil) {
        hasSeenColumns = true
        let check = ColumnCheck(
            file: manifest.displayName, hasHeader: manifest.format.hasHeader, columns: columns,
            options: manifest.options, defaults: manifest.defaults, page: page,
            isSheet: manifest.format.isWorkbook)
        if let doubt = check.doubt(manifest.head, delimiter: manifest.layout.delimiter) {
            isHeaderDoubtful = true
            columnErrors = [doubt]
            return
        }
        if manifest.format.hasHeader { columnErrors = check.errors() }
        result.warnings = check.warnings()
    }

    /// Checks one row; the result is nil when nobody asked for it.
    private mutating func check(_ page: RecordPage, _ row: Int) throws -> CheckedRow.Disposition? {
        checker.check(page, row)
        isSuppressed = exclusion.takes(page.bytes, checker.range(of: .user), row: page.rows[row].number)
        for warning in checker.warnings { try log(warning, .warning, page, row) }
        guard checker.problems.isEmpty else {
            trace.takeInvalid(checker)
            for problem in checker.problems where problem.code != .unknownVariable {
                if problem.spoilsFile { spoil(problem, page, row) } else { try log(problem, .error, page, row) }
            }
            return needsKeys ? invalid(checker.problems[0]) : nil
        }
        trace.take(checker, position: result.rows)
        if let first = columnErrors.first {
            return needsKeys ? .invalid(code: first.code, problem: first.problem) : nil
        }
        let hashes = identity.hashes(checker, page)
        let seen = repeats.count(recipient: hashes.recipient, content: hashes.content)
        let isRepeated = seen.ofRecipient > 1
        if isRepeated || manifest.options.uniqueUsers && checker.isStatedSecond(page, row) {
            let problem = RowProblem(
                code: manifest.options.uniqueUsers ? .duplicateUser : .repeatedRecipient, field: .user,
                words: repeated(page, isError: manifest.options.uniqueUsers))
            try log(problem, manifest.options.uniqueUsers ? .error : .warning, page, row)
            if manifest.options.uniqueUsers { return needsKeys ? invalid(problem) : nil }
        }
        let count = seen.ofContent
        guard let ordinal = ordinals.isEmpty ? count : ordinals.number(of: identity.key(checker, page), page, row)
        else {
            try log(RowOrdinals.taken, .error, page, row)
            return needsKeys ? invalid(RowOrdinals.taken) : nil
        }
        if count > 1 { try log(.repeatedMessage(count), .warning, page, row) }
        result.valid += 1
        if isSuppressed { exclusion.rows += 1 }
        measure(page, row)
        guard needsKeys else { return nil }
        return .ready(key: identity.key(checker, page), ordinal: ordinal, recipient: identity.recipient(checker, page))
    }

    private func repeated(_ page: RecordPage, isError: Bool) -> (String, String)? {
        if isError ? errors.isFull : warnings.isFull { return nil }
        let user = String(decoding: page.bytes[checker.range(of: .user)], as: UTF8.self)
        return (
            "An earlier row already has the user \"\(DisplayText.revealed(user))\".",
            "Remove one of the rows unless both are meant."
        )
    }

    private func invalid(_ problem: RowProblem) -> CheckedRow.Disposition {
        .invalid(code: problem.code.rawValue, problem: problem.problem)
    }

    private mutating func log(
        _ problem: RowProblem, _ severity: Diagnostic.Severity, _ page: RecordPage, _ row: Int
    ) throws {
        if isHeaderDoubtful { return }
        let place = page.rows[row]
        if severity == .error {
            try errors.add(problem, severity, file: manifest.displayName, place, page.columns)
        } else {
            try warnings.add(problem, severity, file: manifest.displayName, place, page.columns)
        }
    }

    /// Makes a problem of a row the file's own; the first of its kind tells enough.
    private mutating func spoil(_ problem: RowProblem, _ page: RecordPage, _ row: Int) {
        guard !isHeaderDoubtful, !columnErrors.contains(where: { $0.code == problem.code.rawValue }) else { return }
        columnErrors.append(problem.diagnostic(.error, file: manifest.displayName, page.rows[row], page.columns))
    }

    private mutating func measure(_ page: RecordPage, _ row: Int) {
        let number = page.rows[row].number
        let longest = result.longestMessage?.characters ?? -1
        let length = checker.read(checker.message, .message, page) { text in
            text.count > longest ? TextRules.scalarCount(text) : 0
        }
        if length > longest { result.longestMessage = (length, number) }
        if let file = checker.attachment { result.attachmentBytes += file.status.byteCount }
        let sender = checker.read(checker.sender, .sender, page) { FastHash.combine(1, $0) }
        result.senders.add(sender) { checker.read(checker.sender, .sender, page) { String(copying: $0) } }
        let isWanted = limits.previewRow.map { $0 == number } ?? (result.previews.count < limits.previews)
        if isWanted, limits.previewRows?.contains(number) ?? true, !isSuppressed {
            result.previews.append(ManifestCheck.Preview(row: number, message: checker.plannedMessage(page)))
        }
    }

    /// Puts the result together when the file has ended.
    mutating func finish(_ page: RecordPage, inputDigest: SHA256Digest) {
        // What the columns of another kind of file lack is no help, nor of one that was never read.
        if !hasSeenColumns, result.fault == nil || page.columns.count > 0 && result.fault?.code != .resultsReport {
            checkColumns(page.columns)
        }
        result.columns = page.columns
        let notes = FileNotes(manifest)
        if result.fault == nil, result.rows == 0, let nothing = notes.noList(page.columns) {
            isHeaderDoubtful = true
            columnErrors = [nothing]
            result.warnings = []
        }
        var whole: [Diagnostic] = []
        if let fault = result.fault {
            // What breaks off below a line that is no header shows nothing else.
            if !isHeaderDoubtful || fault.kind != .invalid { whole.append(fault.diagnostic) }
        } else if result.rows == 0, !isHeaderDoubtful {
            whole.append(notes.noRows(result.columns))
        }
        if !isHeaderDoubtful { columnErrors += emptyColumns.errors }
        result.columnErrorCount = columnErrors.count
        result.fileErrors = whole + columnErrors
        result.diagnostics = Array((result.fileErrors + errors.kept).prefix(limits.diagnostics))
        result.errorCount = result.fileErrors.count + errors.count
        result.blankLines = page.blankLineCount
        result.sheet = page.sheet
        result.warnings += (isHeaderDoubtful ? [] : emptyColumns.warnings) + notes.warnings(page)
        if warnings.holds(.misreadEncoding) { result.warnings += notes.joinedEncodings(manifest.file) }
        result.fileWarnings = result.warnings
        result.warnings = Array((result.fileWarnings + warnings.kept).prefix(limits.diagnostics))
        result.totals = errors.totals
        result.warningTotals = warnings.totals
        result.exclusion = exclusion.exclusion
        result.distinctRecipients = repeats.distinctRecipients
        let files = manifest.inspector.accepted
        result.distinctAttachments = files.count
        result.distinctAttachmentBytes = files.reduce(0) { $0 + $1.status.byteCount }
        result.inputDigest = inputDigest
        result.attachmentsFingerprint = manifest.inspector.fingerprint
        result.contents = ContentDigests(
            manifest, inputDigest: inputDigest, attachments: trace.finishAttachments())
        result.optionUse = trace.use(
            page.columns, manifest.defaults, hasRendered: checker.hasRendered)
    }
}
