import BatchModel
import Manifests

extension Manifest {
    /// Checks the whole file and hands every row to a closure that is used only during the call.
    @discardableResult
    func checkEach(
        limits: CheckLimits, progress: @escaping (CheckProgress) -> Void, found: ((Diagnostic) throws -> Void)? = nil,
        _ each: (CheckedRow) throws -> Void
    ) throws -> ManifestCheck {
        try withoutActuallyEscaping(each) {
            try check(limits: limits, each: $0, progress: progress, found: found)
        }
    }
}
