extension Manifest {
    /// Why rows of the manifest cannot be known by their content: an option that was spared when it was opened is unusable, and some
    /// row that is in order otherwise uses it. Nil when all can.
    ///
    /// Reads the manifest once if an option is unusable at all. Throws a `ManifestFault` where the file breaks off.
    package func missingContent() throws -> ManifestFault? {
        guard !defaults.faults.isEmpty else { return nil }
        return defaults.fault(in: try optionUse()) { $0.used > 0 }
    }
}

extension RowDefaults {
    /// The fault of the first unusable option whose count is of interest.
    func fault(in use: OptionUse, where isNeeded: (OptionUse.Count) -> Bool) -> ManifestFault? {
        use.counts.first { faults[$0.option] != nil && isNeeded($0) }.flatMap { faults[$0.option] }
    }
}
