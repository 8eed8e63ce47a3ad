import Digests

/// What a pass keeps of the rows that are in order: who gets which attachment, and which options the rows use.
struct RowTrace {
    private let options: ReadingOptions
    private let given: [RowDefault]
    private var used: [Int]
    private var mayUse: [Int]
    private var rows = 0
    private let attachments = SHA256Hasher()

    init(_ options: ReadingOptions) {
        self.options = options
        given = RowDefault.given(in: options)
        used = given.map { _ in 0 }
        mayUse = used
    }

    /// Takes a row that the checker found nothing wrong with; `position` is its place among all data rows.
    mutating func take(_ checker: borrowing RowChecker, position: Int) {
        rows += 1
        for (index, option) in given.enumerated() where checker.range(of: option.field).isEmpty { used[index] += 1 }
        guard let file = checker.attachment?.attachment else { return }
        attachments.update("\(position) ")
        attachments.updateFramed(file.digest.span)
        // The recipient sees the name of the file and nothing of where it lies.
        attachments.updateFramed(file.fileName.utf8.span)
    }

    /// Takes a row that the checker found something wrong with.
    mutating func takeInvalid(_ checker: borrowing RowChecker) {
        for (index, option) in given.enumerated() where checker.range(of: option.field).isEmpty { mayUse[index] += 1 }
    }

    /// How the rows taken so far use the options; `columns` are those of the file, `hasRendered`: any row has a message with
    /// `{{...}}`.
    func use(_ columns: ColumnTable, _ defaults: RowDefaults, hasRendered: Bool) -> OptionUse {
        OptionUse(
            rows: rows,
            counts: given.indices.map { index in
                let (option, used) = (given[index], used[index])
                let winners = columns.names.indices.filter { columns.fields[$0] == option.field }
                var count = OptionUse.Count(
                    option, used: used, mayUse: mayUse[index],
                    columns: used < rows ? winners.map { columns.names[$0] } : [])
                count.fault = defaults.faults[option]?.problem
                return count
            }, idle: options.idle(columns, defaults, hasRendered: hasRendered))
    }

    /// The digest of who gets which file under which name, of the rows taken so far; starts anew.
    func finishAttachments() -> SHA256Digest { attachments.finish() }
}
