/// Text that is neither a table nor JSON, told by its first lines: dumps, mails, drawn tables, settings.
enum TextKind {
    private static let searched = 30

    /// What the first characters of a file show, in lower case and without blanks before them; nil when it may be a table.
    static func kind(opening text: String) -> FileKind? {
        let lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).prefix(searched)
        guard let first = lines.first else { return nil }
        if isDump(first, text) { return .sqlDump }
        if first.hasPrefix("dn: ") || first.hasPrefix("dn:: ") || (first == "version: 1" && text.contains("\ndn:")) {
            return .directoryExport
        }
        if isPatch(lines) { return .patch }
        if isMail(lines) { return .mail }
        if isDrawn(lines) { return .drawnTable }
        if isYAML(lines) { return .yaml }
        if isSettings(lines) { return .settings }
        guard let element = element(first), text.contains("</") || text.contains("/>") else { return nil }
        return pageElements.contains(element) ? .webPage : .xml
    }

    private static func isDump(_ first: Substring, _ text: String) -> Bool {
        let statements = [
            "create table ", "insert into ", "drop table ", "set names ", "set sql_mode", "pragma foreign_keys",
            "begin transaction;", "/*!4", "/*!9", "/*m!",
        ]
        if statements.contains(where: first.hasPrefix) { return true }
        return first.hasPrefix("--")
            && ["create table ", "insert into ", "sql dump", "database dump"].contains(where: text.contains)
    }

    private static func isPatch(_ lines: ArraySlice<Substring>) -> Bool {
        if lines[0].hasPrefix("diff --git ") { return true }
        return lines.count > 1 && lines[0].hasPrefix("--- ") && lines[1].hasPrefix("+++ ")
    }

    private static func isMail(_ lines: ArraySlice<Substring>) -> Bool {
        let names = [
            "from", "to", "subject", "date", "received", "return-path", "delivered-to", "message-id", "mime-version",
        ]
        let isHeader = { (line: Substring) in names.contains { line.hasPrefix($0 + ": ") } }
        guard isHeader(lines[0]) || lines[0].hasPrefix("from ") else { return false }
        return lines.count(where: isHeader) > 2
    }

    /// A line of dashes under the names of columns, as Markdown and consoles draw it, or a frame.
    private static func isDrawn(_ lines: ArraySlice<Substring>) -> Bool {
        if ["┌", "╔", "┏", "╭", "+--", "+=="].contains(where: lines[0].hasPrefix) { return true }
        return lines.dropFirst().contains { line in
            let groups = line.split { "|+ \t".contains($0) }
            return groups.count > 1 && groups.allSatisfy { $0.count > 1 && $0.allSatisfy { "-:".contains($0) } }
        }
    }

    private static func isYAML(_ lines: ArraySlice<Substring>) -> Bool {
        if lines[0].hasPrefix("%yaml ") { return true }
        let content = lines[0] == "---" ? lines.dropFirst() : lines
        guard let first = content.first else { return false }
        if isItem(first) { return true }
        guard let second = content.dropFirst().first, isKey(first) else { return false }
        return second.hasPrefix(" ") && (isItem(second.drop { $0 == " " }) || isMember(second)) || isItem(second)
    }

    /// `- user: ann`
    private static func isItem(_ line: Substring) -> Bool { line.hasPrefix("- ") && isMember(line.dropFirst(2)) }

    /// `user: ann`
    private static func isMember(_ line: Substring) -> Bool {
        let parts = line.split(separator: ": ", maxSplits: 1)
        return parts.count == 2 && isWord(parts[0].drop { $0 == " " }) || isKey(line.drop { $0 == " " })
    }

    /// `members:`
    private static func isKey(_ line: Substring) -> Bool { line.hasSuffix(":") && isWord(line.dropLast()) }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) }
    }

    /// `[section]` above `key = value`.
    private static func isSettings(_ lines: ArraySlice<Substring>) -> Bool {
        let content = lines.filter { !$0.hasPrefix(";") && !$0.hasPrefix("#") }
        guard content.count > 1, content[0].hasPrefix("["), content[0].hasSuffix("]") else { return false }
        let name = content[0].drop { $0 == "[" }.prefix { $0 != "]" }
        guard name.first?.isLetter == true, !name.contains(where: { ",;\"{".contains($0) }) else { return false }
        return content[1].contains("=") || content[1].hasPrefix("[")
    }

    /// What stands in the text of web pages and of errors that sites print; other elements are those of XML.
    private static let pageElements: Set<Substring> = [
        "a", "b", "br", "center", "div", "em", "font", "form", "h1", "h2", "h3", "hr", "i", "iframe", "img", "li",
        "link", "main",
        "noscript", "ol", "p", "pre", "script", "section", "span", "strong", "td", "title", "tr", "u", "ul",
    ]

    /// The name in `<members>`, with which a document begins that does not say what it is.
    private static func element(_ line: Substring) -> Substring? {
        let name = line.dropFirst().prefix { $0.isLetter || $0.isNumber || ":-_".contains($0) }
        let isElement =
            line.hasPrefix("<") && name.first?.isLetter == true
            && (line.dropFirst(1 + name.count).first.map { " >/".contains($0) } ?? false)
        return isElement ? name : nil
    }
}
