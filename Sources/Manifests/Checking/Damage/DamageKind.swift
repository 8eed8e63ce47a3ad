import BatchModel

/// The kinds of damage that text takes on its way through the wrong program, each with its name and its rules.
///
/// `DamageKind+Examples.swift` gives every kind texts that have it and texts that only look like it.
enum DamageKind: CaseIterable {
    case replacementCharacter
    case misreadEncoding
    case spreadsheetError
    case cutNumber
    case formulaGuard
    case escapedLineBreak
    case quotedName
    case htmlEntity
    case foreignMergeTag
    case strayControl
    case formula
    case missingValue
    case severalNames
    case lostLetter
    case escapedCharacter
    case unlikelyName

    /// The stable name of the finding.
    var code: ManifestCode {
        switch self {
        case .replacementCharacter: .replacementCharacter
        case .misreadEncoding: .misreadEncoding
        case .spreadsheetError: .spreadsheetError
        case .cutNumber: .cutNumber
        case .formulaGuard: .formulaGuard
        case .escapedLineBreak: .escapedLineBreak
        case .quotedName: .quotedName
        case .htmlEntity: .htmlEntity
        case .foreignMergeTag: .foreignMergeTag
        case .strayControl: .strayControl
        case .formula: .formula
        case .missingValue: .missingValue
        case .severalNames: .severalNames
        case .lostLetter: .lostLetter
        case .escapedCharacter: .escapedCharacter
        case .unlikelyName: .unlikelyName
        }
    }

    /// Whether the kind is looked for in a place.
    func applies(to place: DamagePlace) -> Bool {
        switch self {
        case .replacementCharacter, .misreadEncoding, .spreadsheetError, .formulaGuard, .formula, .missingValue: true
        case .severalNames, .unlikelyName: place == .user
        case .cutNumber: place == .user || place == .id || place == .value
        // A user may be DOMAIN\nina.
        case .escapedLineBreak: place == .message || place == .value
        case .quotedName: place == .user || place == .sender
        case .htmlEntity, .foreignMergeTag, .lostLetter, .escapedCharacter: place != .id
        // In a user and a sender it is an error of its own.
        case .strayControl: place != .user && place != .sender
        }
    }
}

extension ManifestCode {
    /// Whether the code is that of a kind of damage.
    var isDamage: Bool { DamageKind.allCases.contains { $0.code == self } }
}

/// Damage that was found.
struct Damage: Hashable {
    var kind: DamageKind
    /// What is wrong, as the end of a sentence that begins with the place: "holds \n as two characters".
    var finding: String
    /// What to do about it.
    var remedy: String
    /// Whether nobody can be reached by such a name; elsewhere the text is only odd.
    var spoilsUser = false
    /// What another service calls the field that is to be filled in.
    var tag: String?
}
