/// A row as its manifest writes it, whatever is wrong with it, without the columns that we may have added ourselves.
package struct OriginalRow: Sendable, Hashable {
    /// The text of one element of a JSON manifest.
    package struct Element: Sendable, Hashable {
        /// The text in UTF-8.
        package var text: [UInt8]
        /// Whether it is JSON.
        package var isJSON: Bool
        /// What there is to know for adding members, when it is an object.
        package var object: Object?

        /// Describes an element.
        package init(text: [UInt8], isJSON: Bool, object: Object? = nil) {
            self.text = text
            self.isJSON = isJSON
            self.object = object
        }
    }

    /// An object whose beginning takes more members.
    package struct Object: Sendable, Hashable {
        /// Where in the text its first member begins, right behind the brace.
        package var start: Int
        /// Whether it has no members.
        package var isEmpty: Bool
        /// Its keys that are also names of ours.
        package var sharedNames: Set<String>

        /// Describes an object.
        package init(start: Int, isEmpty: Bool, sharedNames: Set<String> = []) {
            self.start = start
            self.isEmpty = isEmpty
            self.sharedNames = sharedNames
        }
    }

    /// What the manifest has for the row.
    package enum Content: Sendable, Hashable {
        /// The cells of a line of a table, in UTF-8.
        case cells([[UInt8]])
        /// An element of JSON.
        case element(Element)
    }

    /// What the manifest has for the row.
    package var content: Content
    /// Its number among equal rows.
    package var ordinal: StatedOrdinal

    /// Describes a row.
    package init(_ content: Content, ordinal: StatedOrdinal = .unstated) {
        self.content = content
        self.ordinal = ordinal
    }
}
