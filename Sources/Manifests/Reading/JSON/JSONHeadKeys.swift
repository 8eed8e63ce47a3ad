/// The keys at the beginning of a JSON file, found without understanding it: its columns are met one by one, and what the
/// first of them stands for must not depend on what comes later.
struct JSONHeadKeys {
    /// How much of the file is looked at.
    private static let byteLimit = 1 << 16

    /// The keys of every object there, at any depth, escapes left as they are.
    private(set) var names: Set<String> = []

    /// Looks at a file; what cannot be read there is said by whoever reads it in earnest.
    init(of file: ManifestFile, layout: TextLayout) {
        var block: [UInt8] = []
        guard let text = try? TextSource(file, layout: layout).read(into: &block) else { return }
        collect(block[text].prefix(Self.byteLimit))
    }

    /// Whether an export name stands for the field: some key has one, and none has an older name.
    func needExportNames(of field: ManifestField) -> Bool {
        names.contains { ManifestField(exportHeader: $0) == field }
            && !names.contains { ManifestField(header: $0) == field }
    }

    private mutating func collect(_ text: ArraySlice<UInt8>) {
        var rest = text
        while let start = rest.firstIndex(of: UInt8(ascii: "\"")) {
            rest = rest[(start + 1)...]
            var end = rest.startIndex
            while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
                end += rest[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard end < rest.endIndex else { return }
            let behind = rest[(end + 1)...].drop { $0 == 32 || (9...13).contains($0) }
            if behind.first == UInt8(ascii: ":") { names.insert(String(decoding: rest[..<end], as: UTF8.self)) }
            rest = behind
        }
    }
}
