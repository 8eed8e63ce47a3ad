import ArgumentParser
import Manifests

extension CompletionKind {
    /// Files that can be manifests, by their endings.
    static var manifest: CompletionKind {
        .file(extensions: ManifestFormat.endings)
    }
}
