/// How one folder is reached from another.
enum FolderWay {
    /// The relative path from one folder to another, with a slash at its end; empty for the same folder.
    ///
    /// Both are absolute and without links.
    static func relative(from start: String, to end: String) -> String {
        var one = start.split(separator: "/")[...]
        var other = end.split(separator: "/")[...]
        while let first = one.first, first == other.first {
            one.removeFirst()
            other.removeFirst()
        }
        return (one.map { _ in ".." } + other).map { $0 + "/" }.joined()
    }
}
