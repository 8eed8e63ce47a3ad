import Digests
import Foundation
import Manifests

/// What a plan depends on beyond the manifest's content, and what must hold of the two together.
package struct PlanTerms: Sendable {
    /// The site's canonical address; nil while it is unknown.
    package var site: String?
    /// The label of the batch.
    package var batch: String?
    /// How the manifest is read.
    package var reading: ReadingOptions
    /// Which rows are sent.
    package var selection: RowSelection
    /// What to do with recipients who were served already and whose row was edited.
    package var editedRows: EditedRowsChoice
    /// Where the values for rows without their own came from; what is not named was typed.
    package var origins: [RowDefault: OptionOrigin]
    /// How other options are to be named, by their names, where not as they are typed.
    package var optionNames: [String: String] = [:]
    /// What the program itself has to say of its options.
    package var remarks: [RunNotice] = []
    /// The plan that was approved, as it was printed; nil takes any.
    package var approved: String?

    /// Puts the terms together.
    package init(
        site: String?, batch: String?, reading: ReadingOptions, selection: RowSelection,
        editedRows: EditedRowsChoice = .refuse, origins: [RowDefault: OptionOrigin] = [:], approved: String? = nil
    ) {
        self.site = site
        self.batch = batch
        self.reading = reading
        self.selection = selection
        self.editedRows = editedRows
        self.origins = origins
        self.approved = approved
    }

    /// The plan for a manifest of this content.
    package func digest(_ contents: ContentDigests) -> PlanDigest {
        let input = PlanPart()
        input.add(contents.input)
        input.add(readingOfInput)
        for (field, column) in columnMap { input.add("\(field)=\(column)") }
        return digest(
            input: input.text, texts: PlanPart(contents.texts).text,
            attachments: PlanPart(contents.attachments).text)
    }

    /// The plan for the content that a plan made earlier was about.
    func digest(contentsOf earlier: PlanDigest) -> PlanDigest {
        digest(
            input: earlier.parts[.input] ?? "", texts: earlier.parts[.texts] ?? "",
            attachments: earlier.parts[.attachments] ?? "")
    }

    private func digest(input: String, texts: String, attachments: String) -> PlanDigest {
        PlanDigest(
            [
                .site: sitePart, .input: input, .texts: texts, .attachments: attachments,
                .lists: PlanPart(selection.suppressed.fingerprint).text, .selection: selectionPart,
                .choices: choicesPart,
            ], limit: selection.limit)
    }

    private var sitePart: String {
        guard let site else { return PlanDigest.unknownSite(batch: batch.map { PlanPart([$0]).text }) }
        return PlanPart([site] + (batch.map { [$0] } ?? [])).text
    }

    private var selectionPart: String {
        let rows = selection.rows.map { "\($0.lowerBound)-\($0.upperBound)" }
        return PlanPart([rows ?? ""] + (selection.testRecipient.map { [$0] } ?? [])).text
    }

    private var choicesPart: String {
        PlanPart([
            selection.skipInvalid ? "skip" : "all", "\(editedRows)", "\(reading.uniqueUsers)",
            "\(reading.maxAttachmentSize)", "\(reading.maxRowSize)",
        ]).text
    }

    /// The reading options that decide what the rows are and stand in no other digest, whichever there may be.
    private var readingOfInput: String {
        var reading = reading
        let other = ReadingOptions()
        // What the file was found to be, which the content's digest has.
        (reading.inputFormat, reading.delimiter, reading.encoding) = (nil, nil, nil)
        reading.columnMap = [:]
        (reading.defaultSender, reading.defaultMessage, reading.defaultGIF) = (nil, nil, nil)
        (reading.defaultAttachment, reading.templateFile, reading.attachmentsRoot) = (nil, nil, nil)
        (reading.render, reading.uniqueUsers) = (other.render, other.uniqueUsers)
        (reading.maxAttachmentSize, reading.maxRowSize) = (other.maxAttachmentSize, other.maxRowSize)
        return RunSettings.json(reading)
    }

    /// The chosen columns, as they are compared with the file's.
    private var columnMap: [(field: String, column: String)] {
        reading.columnMap.map { (field: $0, column: $1) }.sorted { ($0.field, $0.column) < ($1.field, $1.column) }
    }
}

extension RunSettings {
    /// What the run's plan depends on.
    package var terms: PlanTerms {
        var terms = PlanTerms(
            site: scope.site, batch: batch, reading: reading, selection: selection, editedRows: editedRows,
            origins: origins, approved: expectedPlan)
        terms.optionNames = optionNames
        terms.remarks = remarks
        return terms
    }
}
