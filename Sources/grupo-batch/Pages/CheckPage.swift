import BatchEngine
import BatchModel
import Manifests
import Text

/// What checking a manifest found, for people.
struct CheckPage {
    private static let rowsShown = 20
    private static let linesShown = 40

    let style: Style
    /// How many messages to show as they will be sent.
    let preview: Int
    /// Who gets everything instead of the rows' own users.
    var testRecipient: String?

    /// Prints what is wrong and what is odd on standard error: the file's and columns' problems before the cells', totals as
    /// jobs to do, then the first rows.
    func showProblems(_ check: ManifestCheck) {
        let errors = check.errorCount
        if errors > 0 {
            // A file that cannot be read to its end has rows nobody counted.
            let extent = check.blocksAllRows ? "" : " in \(Numbers.count(check.rows, "row"))"
            Console.err(style.bold(Numbers.count(errors, "problem") + extent))
            for total in check.totals { Console.err("  \(style.red("•")) \(shown(total.job))") }
            if !check.totals.isEmpty { Console.err("") }
            for diagnostic in check.diagnostics.prefix(Self.rowsShown) { Console.err("  \(line(diagnostic))") }
            if check.fault != nil, check.rows > 0 {
                Console.err(
                    "  Reading stopped there, after \(Numbers.count(check.rows, "row")); what follows is not checked yet."
                )
            }
            if errors > Self.rowsShown {
                Console.err(style.dim("  and \(Numbers.grouped(errors - Self.rowsShown)) more; --json lists them all"))
            }
            Console.err("")
        }
        showWarnings(check)
    }

    private func showWarnings(_ check: ManifestCheck) {
        for warning in check.fileWarnings {
            Console.err("\(style.yellow("Warning:")) \(line(warning))")
        }
        for total in check.warningTotals {
            let place = total.first.map { ": first \(LocationText.place($0.location, withFile: false))" } ?? ""
            Console.err("\(style.yellow("Warning:")) \(shown(total.job))\(place)")
            if total.showsFirst, let first = total.first { Console.err("  \(LocationText.sentences(first))") }
        }
    }

    /// Prints the summary on standard output.
    ///
    /// `isRefused`: nothing would be sent of it as it is. `selected` is how many rows a send with the same selection would try; nil
    /// when it selects all.
    func showSummary(
        _ check: ManifestCheck, file: String, isRefused: Bool, selected: Int?, forecast: () -> SendingForecast?
    ) {
        let name = shown(file)
        let verdict =
            check.isValid
            ? isRefused ? style.red("every row is valid, but send refuses") : style.green("every row can be sent")
            : style.red(check.blocksAllRows ? "none can be sent" : "\(Numbers.count(check.invalid, "row")) invalid")
        Console.out("\(style.bold(name)): \(Numbers.count(check.rows, "row")), \(verdict)")
        if let columns = columns(check) { Console.out("  columns      \(columns)") }
        Console.out("  recipients   \(Numbers.grouped(check.distinctRecipients))")
        if check.distinctAttachments > 0 {
            let files = Numbers.count(check.distinctAttachments, "file")
            let bytes = ByteCount(bytes: check.attachmentBytes).text
            Console.out("  attachments  \(files), \(bytes) to upload")
        }
        if let longest = check.longestMessage {
            Console.out("  longest      \(Numbers.count(longest.characters, "character")) (row \(longest.row))")
        }
        for line in ExclusionText.lines(check.exclusion, label: "  exclude      ") { Console.out(line) }
        if let selected { Console.out("  selected     \(Numbers.count(selected, "row")) to send") }
        if let forecast = forecast() { Console.out("  time         \(forecast.text)") }
        guard !check.blocksAllRows else { return }
        for sample in check.previews.prefix(preview) { showPreview(sample) }
    }

    private func columns(_ check: ManifestCheck) -> String? {
        guard check.columns.count > 0 else { return nil }
        let used = zip(check.columns.names, check.columns.fields).compactMap { name, field in
            field.map { $0.name == name ? name : "\(name) (\($0.name))" }
        }
        return shown(used.joined(separator: ", "), limit: 300)
            + " · \(check.sheet.map { "sheet “\(shown($0, limit: 60))”" } ?? (check.isWorkbook ? "workbook" : check.layout.encoding))"
            + (check.hasDelimiter ? ", \(check.layout.delimiterName)" : "")
    }

    private func showPreview(_ sample: ManifestCheck.Preview) {
        let message = sample.message
        Console.out("")
        Console.out(style.bold("  row \(sample.row) as it will be sent"))
        Console.out("    from  \(DisplayText.revealed(message.sender))")
        Console.out("    to    \(DisplayText.revealed(testRecipient ?? message.user))")
        if let file = message.attachment {
            Console.out("    file  \(shown(file.fileName)), \(ByteCount(bytes: file.byteCount).text)")
        }
        if let gif = message.gifURL { Console.out("    gif   \(shown(gif))") }
        // A carriage return and a line feed are one character in Swift.
        let lines = message.message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for line in lines.prefix(Self.linesShown) {
            Console.out("    \(style.dim("│")) \(shown(String(line), limit: 500))")
        }
        if lines.count > Self.linesShown {
            Console.out(style.dim("    and \(Numbers.count(lines.count - Self.linesShown, "more line"))"))
        }
    }

    private func line(_ diagnostic: Diagnostic) -> String { LocationText.line(diagnostic) }

    private func shown(_ text: String, limit: Int = 200) -> String { DisplayText.oneLine(text, limit: limit) }
}
