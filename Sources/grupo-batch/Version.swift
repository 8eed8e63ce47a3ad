import GrupoAPI
import Manifests
import Reporting

/// What `--version` prints.
enum Version {
    /// The program's version.
    static let number = "0.1.0"

    /// The program and the libraries that do its work.
    static var text: String { "grupo-batch \(number) \(libraries)" }

    /// The C libraries in use, as libcurl names its own.
    static var libraries: String {
        """
        \(GrupoClient.libcurlVersion) zlib/\(GrupoClient.zlibVersion) libcsv/\(Manifest.libcsvVersion) \(Manifest.workbookLibraries) \
        libxlsxwriter/\(WorkbookLibrary.version) \(LedgerFactory.libraries)
        """
    }

    /// The User-Agent of every request.
    static var userAgent: String { "grupo-batch/\(number)" }
}
