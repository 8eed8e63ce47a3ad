import BatchModel
import Digests

extension Manifest {
    /// Checks the whole file in one pass.
    ///
    /// `each` is called for every row in order; without it no identities are computed. What it was given may be used only
    /// when the result does not block all rows: a fault can follow at the end of the file. `progress` is called now and then;
    /// `found` gets every error and warning of the rows, however few the result keeps. Throws when the file cannot be read to
    /// its end or changed, and whatever the closures throw; what is wrong with the manifest is in the result.
    package func check(
        limits: CheckLimits = CheckLimits(), each: ((CheckedRow) throws -> Void)? = nil,
        progress: ((CheckProgress) -> Void)? = nil, found: ((Diagnostic) throws -> Void)? = nil
    ) throws -> ManifestCheck {
        inspector.reset()
        var pass = try CheckPass(self, limits: limits, needsKeys: each != nil, found: found)
        let hasher = SHA256Hasher()
        let reader = makeReader(hasher: hasher)
        var page = RecordPage()
        do {
            if format == .json, try ResultsReport.recognises(file) { throw ResultsReport.fault(displayName, row: nil) }
            while try reader.read(into: &page) {
                if pass.result.rows == 0 { pass.expect(page, usedByteCount: reader.usedByteCount) }
                try pass.take(page, each: each)
                progress?(pass.progress(usedByteCount: reader.usedByteCount))
                page.startOver()
            }
        } catch let fault as ManifestFault where fault.kind == .invalid {
            pass.result.fault = fault
        }
        pass.finish(page, inputDigest: hasher.finish())
        pass.result.layout.looksLikeUTF8 = reader.looksLikeUTF8
        if pass.result.fault == nil,
            let fault = defaults.fault(in: pass.result.optionUse, where: { $0.used + $0.mayUse > 0 })
        {
            throw fault
        }
        return pass.result
    }
}
