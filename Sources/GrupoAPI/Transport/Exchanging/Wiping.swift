import Glibc

extension [UInt8] {
    /// Overwrites the bytes with zeros, in a way that no compiler leaves out, and removes them.
    mutating func wipe() {
        unsafe withUnsafeMutableBytes { bytes in
            if let start = bytes.baseAddress { unsafe explicit_bzero(start, bytes.count) }
        }
        removeAll()
    }
}
