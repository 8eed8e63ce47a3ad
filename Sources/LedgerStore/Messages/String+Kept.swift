import Text

extension String {
    /// The text as every ledger keeps what a site said: up to 2,048 bytes and no half character. PostgreSQL takes no NUL, so
    /// U+FFFD stands for it everywhere.
    package var kept: String {
        (utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self).prefix(utf8Count: 2_048)
    }
}
