import ArgumentParser

extension CompletionKind {
    /// Files that can be manifests, by their endings.
    static var manifest: CompletionKind {
        .file(extensions: ["csv", "tsv", "json", "jsonl", "ndjson", "xlsx", "xlsm", "ods"])
    }
}
