/// An option of the program, as a sentence of a library names it: the one place outside the program that knows how its options
/// are spelt.
///
/// A library says which option mends a fault; the program declares the options. A test holds the two together: each name here
/// is an option of the program, and no other file of a library spells one.
package enum OptionName: String, Sendable, CaseIterable {
    case allowHTTP = "allow-http"
    case allowRemote = "allow-remote"
    case `as`
    case attachment
    case attachmentsRoot = "attachments-root"
    case batch
    case caFile = "ca-file"
    case cellValues = "cell-values"
    case concurrency
    case delimiter
    case drain
    case encoding
    case exclude
    case format
    case giveUpAfter = "give-up-after"
    case headerRow = "header-row"
    case hiddenRows = "hidden-rows"
    case inputFormat = "input-format"
    case jsonPath = "json-path"
    case keepServed = "keep-served"
    case leaveWhenIdle = "leave-when-idle"
    case ledger
    case limit
    case manifestName = "manifest-name"
    case map
    case maxAttachmentSize = "max-attachment-size"
    case maxRowSize = "max-row-size"
    case message
    case notSentStatuses = "not-sent-statuses"
    case only
    case output
    case plan
    case rate
    case render
    case report
    case resendEdited = "resend-edited"
    case retries
    case row
    case rows
    case sender
    case sheet
    case site
    case skipInvalid = "skip-invalid"
    case startAt = "start-at"
    case stop
    case stopAfter = "stop-after"
    case successValues = "success-values"
    case template
    case testTo = "test-to"
    case timeout
    case uniqueUsers = "unique-users"
    case watch
    case yes

    /// The option as the user types it.
    package var typed: String { "--\(rawValue)" }
}

extension DefaultStringInterpolation {
    /// Writes an option as the user types it.
    package mutating func appendInterpolation(option: OptionName) { appendInterpolation(option.typed) }
}
