/// A cell of users that holds more than one name, or more than a name: what mail programs and address books put there.
enum SeveralNames {
    static func damage(_ cell: String) -> Damage? {
        if cell.lowercased().hasPrefix("mailto:") {
            return damage("is \(cell.prefix(60)), a link to an address", "Write \(cell.dropFirst(7).prefix(60)).")
        }
        if let address = bracketed(cell) {
            return damage("is \(cell.prefix(60)), an address beside a name", "Write \(address.prefix(60)).")
        }
        if !cell.contains("@"), isListed(cell) {
            return damage(
                "is \(cell.prefix(60)), more than one name", "Give each of them a row of its own, or keep one.")
        }
        // Blanks in quotes may be part of an address.
        if cell.first == "\"", cell.contains("\"@") { return nil }
        let parts = cell.replacing(":::", with: " ").split { $0.isWhitespace || ",;|".contains($0) }
        let addresses = parts.filter(isAddress)
        if addresses.count > 1 {
            return damage("holds \(addresses.count) addresses", "Give each of them a row of its own, or keep one.")
        }
        guard let address = addresses.first, address.count < cell.filter({ !$0.isWhitespace }).count,
            address.split(separator: "@").last?.contains(".") == true
        else { return nil }
        return damage("is \(cell.prefix(60)), an address beside something else", "Write \(address.prefix(60)).")
    }

    /// Whether a text is `ann, bob`: several words in small letters, or more than two of any. `Lee, Ann` is one person.
    private static func isListed(_ cell: String) -> Bool {
        let parts = cell.split(omittingEmptySubsequences: false) { ",;".contains($0) }
        let names = parts.map { $0.drop(while: \.isWhitespace) }
        guard parts.count > 1, names.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
            return false
        }
        let hasBlanks = parts.dropFirst().allSatisfy { $0.first?.isWhitespace == true }
        let areSmall = names.allSatisfy { $0.first?.isLowercase == true || $0.first?.isNumber == true }
        return hasBlanks && areSmall || parts.count > 2 && (hasBlanks || areSmall)
    }

    /// The address of `Ann Lee <ann@example.org>`.
    private static func bracketed(_ cell: String) -> Substring? {
        guard cell.last == ">", let open = cell.lastIndex(of: "<") else { return nil }
        let address = cell[cell.index(after: open)...].dropLast()
        return isAddress(address) ? address : nil
    }

    /// Whether text is an address as mail has them; `@ann@example.social` is a name of another kind.
    private static func isAddress(_ text: Substring) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !text.contains { $0.isWhitespace || ",;".contains($0) }
    }

    private static func damage(_ finding: String, _ remedy: String) -> Damage {
        Damage(kind: .severalNames, finding: finding, remedy: remedy)
    }
}
