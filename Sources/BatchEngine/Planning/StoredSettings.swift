import Digests
import Foundation
import Manifests

/// What `report`, `status` and `resolve` need to read a manifest the way it was sent. Holds no secret and no message.
package struct StoredSettings: Sendable, Codable, Hashable {
    /// How the manifest was read; a message given on the command line is left out.
    package var reading: ReadingOptions
    /// The site's canonical address.
    package var site: String
    /// The batch label.
    package var batch: String?
    /// What suppression lists came to, in words; nil without any. Later commands need no list.
    var exclusion: String?

    /// Reads what an earlier run stored; nil when it cannot be read any more.
    package init?(json: String) {
        guard let settings = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = settings
    }

    private static let notStored = "(not stored)"

    /// Whether a message was left out of stored options, so that rows cannot be recognised by their content.
    static func lacksMessage(_ reading: ReadingOptions) -> Bool { reading.defaultMessage == notStored }

    init(_ settings: RunSettings, _ exclusion: Exclusion) {
        self.init(settings.reading, site: settings.scope.site, batch: settings.batch)
        self.exclusion = exclusion.lists.isEmpty ? nil : exclusion.text
    }

    init(_ reading: ReadingOptions, site: String, batch: String?) {
        self.reading = reading
        if reading.defaultMessage != nil { self.reading.defaultMessage = Self.notStored }
        self.site = site
        self.batch = batch
    }
}

extension RunSettings {
    /// The part of every row's identity that does not come from the manifest.
    package var scope: IdentityScope { IdentityScope(site: site.canonical, batch: batch) }

    /// What later commands need, as the ledger stores it.
    func storedJSON(_ exclusion: Exclusion) -> String { Self.json(StoredSettings(self, exclusion)) }

    /// A digest of everything but the input that a plan depends on: of what things say, and not of where they lie, so that it is
    /// the same wherever a template and a folder of attachments are. What the files are is in the attachments' own digest.
    var settingsDigest: String {
        let hasher = SHA256Hasher()
        // A plan of another rule of identity must never be reused.
        hasher.update("identity 2, settings 2\n")
        var reading = reading
        let template = reading.templateFile
        (reading.templateFile, reading.attachmentsRoot) = (nil, nil)
        hasher.updateFramed(Array(Self.json(reading).utf8).span)
        hasher.update(template == nil ? "no template" : "template")
        if let template, let content = FileManager.default.contents(atPath: template) {
            hasher.updateFramed(Array(content).span)
        }
        hasher.update(selection.skipInvalid ? "skip" : "all")
        hasher.update("\(editedRows)")
        // What may be refused on the command line is judged anew when it comes to stand there.
        for option in RowDefault.allCases where origins[option]?.isTyped ?? true { hasher.update(option.option) }
        hasher.updateFramed(selection.suppressed.fingerprint.bytes.span)
        return hasher.finish().description
    }

    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // These types hold texts and numbers only, which always encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
