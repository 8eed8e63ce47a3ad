extension Exchange {
    /// The most bytes of a piece over TLS: what fits into one record (RFC 8446, 5.1), so that what was not handed over cannot have
    /// left, and a call that is made again is made with the same bytes.
    static let record = 16_384
    /// The most bytes of a file that are read at once.
    static let fileRoom = 65_536

    /// What to do next.
    enum Action: Equatable {
        /// Read what there is: `arrived`, `silent`, `ended` or `broke`.
        case read
        /// Write the bytes of `piece` that `window` names: `accepted`, `full` or `writingBroke`.
        case write
        /// Read so many bytes of the file from there: `fileGave`.
        case fill(UploadFile, offset: Int64, count: Int)
        /// Wait for something to read, and for room too if it has more to write.
        case wait(forRoom: Bool)
        /// Nothing of its key has left, and this connection is not to carry it: take another. Says what waits there.
        case leave(WaitingBytes)
        /// It is over.
        case finish

        static func == (one: Action, other: Action) -> Bool {
            switch (one, other) {
            case (.read, .read), (.write, .write), (.finish, .finish): true
            case (.fill(let a, let b, let c), .fill(let d, let e, let f)): a === d && b == e && c == f
            case (.wait(let a), .wait(let b)): a == b
            case (.leave(let a), .leave(let b)): a == b
            default: false
            }
        }
    }
}

extension Evidence.Failure {
    /// What a reply that is none means.
    init(_ fault: ReplyParser.Fault) {
        switch fault {
        case .malformed: self = .malformed
        case .tooLarge: self = .tooLarge
        case .cut: self = .lost
        }
    }
}
