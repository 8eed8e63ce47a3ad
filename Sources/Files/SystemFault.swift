import Glibc

/// A system call that failed.
package struct SystemFault: Error, Sendable, Hashable {
    /// The system's number for the reason: a value of `errno`.
    package var code: Int32

    /// Names a reason.
    package init(code: Int32) { self.code = code }

    /// The failure of this thread's last call.
    static var last: SystemFault { SystemFault(code: errno) }

    /// The system's words for it: "No such file or directory" and the like.
    package var text: String {
        var buffer = [CChar](repeating: 0, count: 256)
        _ = unsafe strerror_r(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The call's result, or its failure when that is negative.
    @discardableResult
    static func check<Result: SignedInteger>(_ result: Result) throws(SystemFault) -> Result {
        if result < 0 { throw last }
        return result
    }
}
