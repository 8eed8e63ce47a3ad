import CPostgres

/// Keeps the warnings of a session until somebody looks.
///
/// libpq calls back within its own functions, on the thread that called them: nothing of this is shared.
@safe final class NoticeBox {
    private(set) var warnings: [String] = []

    /// Has a connection put its warnings here, as long as both live.
    func attach(to handle: OpaquePointer) {
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe PQsetNoticeReceiver(
            handle,
            { own, result in
                guard let own = unsafe own, let result = unsafe result else { return }
                let severity = unsafe grupo_error_severity(result).map { unsafe String(cString: $0) }
                guard severity == "WARNING" else { return }
                let message = unsafe grupo_error_message(result).map { unsafe String(cString: $0) }
                unsafe Unmanaged<NoticeBox>.fromOpaque(own).takeUnretainedValue().warnings.append(message ?? "")
            }, own)
    }

    /// Forgets what was said so far.
    func clear() { warnings = [] }
}
