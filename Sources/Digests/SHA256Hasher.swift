import CCrypto

/// Computes SHA-256 with the system's libcrypto, which libcurl loads anyway.
///
/// The only file of the project that calls libcrypto. Not `Sendable`: use one per task.
@safe package final class SHA256Hasher {
    private let context: OpaquePointer
    private let algorithm: OpaquePointer

    /// Starts an empty digest.
    ///
    /// Stops the program when libcrypto cannot provide SHA-256 at all, because no row could be identified then.
    package init() {
        guard let context = unsafe EVP_MD_CTX_new(), let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
            preconditionFailure("libcrypto does not offer SHA-256")
        }
        unsafe self.context = context
        unsafe self.algorithm = algorithm
        reset()
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(algorithm)
    }

    /// Adds bytes to the digest.
    package func update(_ bytes: Span<UInt8>) {
        let status = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
        precondition(status == 1, "libcrypto refused to extend a digest")
    }

    /// Adds bytes to the digest.
    package func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Adds the UTF-8 bytes of a text to the digest.
    package func update(_ text: String) {
        update(text.utf8.span)
    }

    /// Adds the byte count as eight big-endian bytes, then the bytes: no two lists of parts share one digest input.
    package func updateFramed(_ bytes: Span<UInt8>) {
        var count = UInt64(bytes.count).bigEndian
        let status = unsafe withUnsafeBytes(of: &count) { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(status == 1, "libcrypto refused to extend a digest")
        update(bytes)
    }

    /// Returns the digest of everything added since the last call, and starts an empty one.
    package func finish() -> SHA256Digest {
        var digest = SHA256Digest()
        let status = unsafe withUnsafeMutableBytes(of: &digest.words) { buffer in
            unsafe EVP_DigestFinal_ex(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        precondition(status == 1, "libcrypto could not finish a digest")
        reset()
        return digest
    }

    private func reset() {
        let status = unsafe EVP_DigestInit_ex2(context, algorithm, nil)
        precondition(status == 1, "libcrypto does not offer SHA-256")
    }
}
