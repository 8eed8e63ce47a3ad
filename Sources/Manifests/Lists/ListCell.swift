import BatchModel

/// A cell, or a text of a JSON array, that is known to name people.
enum ListCell {
    /// The digests of the names it holds, none when it is blank; throws a `ListFault` where it is plainly more than names.
    static func digests(
        _ cell: String, at place: SourceLocation, _ digests: inout RecipientDigest, _ users: inout SuppressedUsers
    ) throws(ListFault) -> [UInt64] {
        var found: [UInt64] = []
        // An address book puts several addresses of a person into one cell this way.
        for part in cell.split(separator: ":::") {
            let name = ListedName.trimmed(String(part))
            if name.isEmpty { continue }
            if let stranger = ListedName.stranger(inCell: name) {
                throw ListFault(
                    place, text: String(name), holding: stranger,
                    "The cell \"\(String(name))\" holds \(stranger), which no user's name has.",
                    "Let each row name one user, as your list writes it.")
            }
            if let damage = ListedName.damage(String(name)).first(where: \.spoilsUser) {
                throw ListFault(place, "The name \(damage.finding).", damage.remedy)
            }
            let digest = digests.of(String(name))
            found.append(digest)
            users.look(at: String(name), digest, number: place.row ?? 0, isCell: true)
        }
        return found
    }
}
