import Manifests

extension RunQuestion {
    /// A file that ends in zero bytes may have been cut: people behind its last row would be forgotten.
    static func about(_ padding: ZeroPadding?) -> [RunQuestion] {
        padding.map { [RunQuestion(.zeroBytes, problem: $0.problem, remedy: ZeroPadding.remedy)] } ?? []
    }
}
