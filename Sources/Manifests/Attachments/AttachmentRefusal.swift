import BatchModel
import Files
import Text

/// Why a file cannot be attached.
package struct AttachmentRefusal: Error, Sendable, Hashable {
    /// The stable name of the reason.
    package var code: ManifestCode
    /// What is wrong, in one sentence.
    package var problem: String
    /// What to do about it.
    package var remedy: String
    /// Whose doing it is.
    package var cause = Cause.file

    /// What a refusal is owed to.
    package enum Cause: Sendable, Hashable {
        /// The file, or its place.
        case file
        /// A change since it was checked.
        case change
        /// A want of descriptors or memory, which passes.
        case shortage
    }

    static func missing(_ path: String) -> Self {
        Self(
            code: .attachmentMissing, problem: "The file \"\(shown(path))\" does not exist.",
            remedy: path.contains("\\")
                ? "Write \(path.replacing("\\", with: "/")), and add the file if it is not there; paths are relative to your list."
                : "Correct the path or add the file; paths are relative to your list.")
    }

    /// The file is not there, but one is whose path only looks like it.
    static func missing(_ path: String, besides other: String) -> Self {
        let isSameText = path == other
        if !isSameText, AttachmentLookalike.plain(path) == AttachmentLookalike.plain(other),
            ComparedName.form(of: path) != ComparedName.form(of: other)
        {
            return Self(
                code: .attachmentMissing,
                problem: "The file \"\(shown(path))\" does not exist, but \"\(shown(other))\" does, "
                    + "with other signs that look alike.",
                remedy: "Copy the file's name into the cell, or rename the file.")
        }
        return Self(
            code: .attachmentMissing,
            problem: isSameText
                ? "The file \"\(path)\" does not exist; the one that is there composes its accented letters in another way."
                : "The file \"\(path)\" does not exist, but \"\(other)\" does.",
            remedy: isSameText ? "Rename that file to \(path), or copy its name into the cell." : "Write \(other).")
    }

    /// A path with the blanks by number that are none of the space bar.
    private static func shown(_ path: String) -> String { DisplayText.revealed(path, limit: 4_096, blanks: true) }

    static func outsideRoot(_ path: String, root: String) -> Self {
        Self(
            code: .attachmentOutsideRoot, problem: "\"\(path)\" lies outside the attachments' folder \(root).",
            remedy: "Move the file there, or name another folder with \(option: .attachmentsRoot).")
    }

    static func notRegular(_ path: String, kind: FileStatus.Kind) -> Self {
        let what =
            switch kind {
            case .directory: "a folder"
            case .pipe: "a pipe"
            case .socket: "a socket"
            case .regular, .link, .device: "a device"
            }
        return Self(
            code: .attachmentNotRegular, problem: "\"\(path)\" is \(what), not a file.", remedy: "Name a regular file.")
    }

    static func unreadable(_ path: String, reason: String) -> Self {
        Self(
            code: .attachmentUnreadable, problem: "\"\(path)\" cannot be read: \(reason).",
            remedy: "Check that you may read it.")
    }

    static func shortage(_ path: String, reason: String) -> Self {
        Self(
            code: .attachmentUnreadable, problem: "\"\(path)\" cannot be opened: \(reason).",
            remedy: "Raise the limit of open files (ulimit -n), or lower \(option: .concurrency).", cause: .shortage)
    }

    static func tooLarge(_ path: String, byteCount: Int64, limit: Int64) -> Self {
        var (size, most) = (ByteCount(bytes: byteCount).text, ByteCount(bytes: limit).text)
        // Rounded alike, they would contradict each other.
        if size == most { (size, most) = ("\(Numbers.grouped(byteCount)) bytes", Numbers.grouped(limit)) }
        return Self(
            code: .attachmentTooLarge, problem: "\"\(path)\" has \(size); the limit is \(most).",
            remedy: "Make it smaller; if the site takes more, raise \(option: .maxAttachmentSize).")
    }

    static func empty(_ path: String) -> Self {
        Self(code: .attachmentEmpty, problem: "\"\(path)\" is empty.", remedy: "Check that the file was written.")
    }

    static func changed(_ path: String) -> Self {
        Self(
            code: .attachmentUnreadable, problem: "\"\(path)\" changed after it was checked.",
            remedy: "Run the same command again.", cause: .change)
    }

    static func wrap(_ fault: SystemFault, _ path: String) -> Self {
        switch fault.code {
        case 2, 20, 36: missing(path)  // ENOENT, ENOTDIR, ENAMETOOLONG
        case 12, 23, 24: shortage(path, reason: fault.text)  // ENOMEM, ENFILE, EMFILE
        default: unreadable(path, reason: fault.text)
        }
    }
}
