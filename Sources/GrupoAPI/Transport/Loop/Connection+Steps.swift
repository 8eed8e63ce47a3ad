import Glibc

/// What a connection does for the message that is under way on it, each returning what the message wants next.
extension Connection {
    private static let mostAtOnce = 16_384

    /// Reads what there is, as much as fits.
    func read(into buffer: UnsafeMutableRawBufferPointer, isEncrypted: Bool) -> Exchange.Action {
        guard let handle else { return .finish }
        switch unsafe handle.read(into: buffer) {
        case .bytes(let count):
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
            let action = exchange?.arrived(unsafe bytes.bindMemory(to: UInt8.self).span) ?? .finish
            // Without TLS, less than libcurl hands on at once (its buffer's 16 KiB) is all there was.
            guard action == .read, !isEncrypted, count < min(buffer.count, Self.mostAtOnce) else { return action }
            return exchange?.silent() ?? .finish
        case .nothing: return exchange?.silent() ?? .finish
        case .end: return exchange?.ended() ?? .finish
        case .broken: return exchange?.broke(handle.failureText) ?? .finish
        }
    }

    /// Writes what is offered.
    func write() -> Exchange.Action {
        guard let handle, let window = exchange?.window else { return .finish }
        if exchange?.isKeyNext == true, submission?.form?.mayLeave?() == false {
            return exchange?.withheld() ?? .finish
        }
        let writing = unsafe exchange?.piece.withUnsafeBytes { bytes in
            unsafe handle.write(UnsafeRawBufferPointer(rebasing: bytes[window]))
        }
        switch writing {
        case .accepted(let count)?: return exchange?.accepted(count) ?? .finish
        case .full?: return exchange?.full() ?? .finish
        case .broken?: return exchange?.writingBroke(handle.failureText) ?? .finish
        case nil: return .finish
        }
    }

    /// Reads a piece of the file that is sent.
    func fill(from file: UploadFile, _ offset: Int64, _ count: Int) -> Exchange.Action {
        var got = -1
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            repeat {
                got = unsafe pread(file.descriptor, buffer.baseAddress, count, off_t(offset))
            } while got < 0 && errno == EINTR
            filled = max(0, got)
        }
        return exchange?.fileGave(got < 0 ? nil : bytes) ?? .finish
    }

    /// Reads what waits on it while it carries nothing.
    func look(into buffer: UnsafeMutableRawBufferPointer) -> WaitingBytes {
        guard let handle else { return .end }
        switch unsafe handle.read(into: buffer) {
        case .bytes(let count):
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
            return WaitingBytes(unsafe bytes.bindMemory(to: UInt8.self).span)
        case .nothing: return .nothing
        case .end, .broken: return .end
        }
    }
}
