import Digests

/// Decides which bytes of a form come next, for one pass over it.
///
/// After an open file's last byte it compares length and digest with what was expected; unless both match, no byte
/// after the file part is ever given out, and with it not the key. Pure: whoever drives it reads the file.
struct FormReader {
    /// What to hand over next.
    enum Step {
        /// These bytes.
        case copy(ArraySlice<UInt8>)
        /// These bytes of a file in memory, which may be shared with other forms.
        case share([UInt8])
        /// Up to this many bytes of the file at this offset; report them with `fileGave`.
        case read(UploadFile, offset: Int64, count: Int)
        /// Nothing: the form is complete.
        case end
        /// Nothing ever again.
        case stop(LocalFault)
    }

    private enum Stage { case lead, file, rest, stopped }

    private let form: MessageForm
    private let hasher: SHA256Hasher?
    private var stage: Stage = .lead
    private var position = 0
    /// Why the reader stopped early.
    private(set) var fault: LocalFault?

    /// Starts before the form's first byte.
    init(_ form: MessageForm) {
        self.form = form
        if case .file? = form.file { hasher = SHA256Hasher() } else { hasher = nil }
    }

    /// The next step, for a place of `room` bytes (at least one).
    mutating func next(room: Int) -> Step {
        if stage == .lead {
            if position < form.lead.count { return .copy(take(from: form.lead, room: room)) }
            position = 0
            stage = form.file == nil ? .rest : .file
        }
        switch (stage, form.file) {
        case (.file, .bytes(let bytes)?) where bytes.isEmpty:
            stage = .rest
            return next(room: room)
        case (.file, .bytes(let bytes)?):
            stage = .rest
            return .share(bytes)
        case (.file, .file(let file)?):
            // One byte more than expected is asked for at the end, to notice a file that grew.
            let left = file.byteCount - Int64(position)
            return .read(file, offset: Int64(position), count: left == 0 ? 1 : Int(min(left, Int64(room))))
        case (.rest, _):
            return position < form.rest.count ? .copy(take(from: form.rest, room: room)) : .end
        default:
            return .stop(fault ?? .attachmentChanged)
        }
    }

    /// Takes note of what the file gave for the last `read` step: no bytes at its end, nil if it could not be read.
    ///
    /// Returns how many of the bytes belong to the form.
    mutating func fileGave(_ bytes: Span<UInt8>?) -> Int {
        guard case .file(let file)? = form.file, let hasher, let bytes else { return stop(.attachmentUnreadable) }
        guard Int64(position) < file.byteCount else {
            let isUnchanged = bytes.isEmpty && hasher.finish() == SHA256Digest(bytes: file.digest)
            guard isUnchanged else { return stop(.attachmentChanged) }
            stage = .rest
            position = 0
            return 0
        }
        guard !bytes.isEmpty else { return stop(.attachmentChanged) }
        hasher.update(bytes)
        position += bytes.count
        return bytes.count
    }

    private mutating func take(from source: [UInt8], room: Int) -> ArraySlice<UInt8> {
        let end = min(source.count, position + room)
        let slice = source[position..<end]
        position = end
        return slice
    }

    private mutating func stop(_ reason: LocalFault) -> Int {
        stage = .stopped
        fault = reason
        return 0
    }
}

/// What can go wrong with a file while it is sent.
enum LocalFault: Sendable, Hashable {
    /// The file holds other bytes than it did when it was checked.
    case attachmentChanged
    /// The file could not be read.
    case attachmentUnreadable
}
