import GrupoAPI

/// What `--version` prints.
enum Version {
    /// The program's version.
    static let number = "0.1.0"

    /// The program and the libraries that do its work.
    static var text: String { "grupo-batch \(number) (\(GrupoClient.libcurlVersion))" }

    /// The User-Agent of every request.
    static var userAgent: String { "grupo-batch/\(number)" }
}
