import BatchModel
import Glibc
import GrupoAPI
import TestSupport

/// A key that no text holds by accident.
let canaryKey = "K3Y-q8Zt5vWxR2mN7pLb4cJd6fHg9sK1"

/// A client of a site on this machine. It keeps a connection however long this machine pauses between two messages.
func makeClient(
    _ address: String, key: String = canaryKey, timeout: Duration = .seconds(20),
    connectTimeout: Duration = .seconds(10), maxConnections: Int = 8, caFile: String? = nil,
    rules: ClassificationRules = ClassificationRules(), trialConnections: Int = 0,
    restsAfterRefusal: Bool = false
) throws -> GrupoClient {
    var settings = TransportSettings(
        timeout: timeout, connectTimeout: connectTimeout, caFile: caFile, maxConnections: maxConnections,
        trialConnections: trialConnections, restsAfterRefusal: restsAfterRefusal)
    settings.longestIdle = .seconds(100)
    return GrupoClient(
        site: try SiteAddress(address, allowHTTP: false), key: try APISecretKey(key), settings: settings, rules: rules)
}

/// A message without a file.
func makeMessage(_ text: String = "Hello", user: String = "ann", upload: Upload? = nil) -> OutgoingMessage {
    OutgoingMessage(user: user, sender: "admin", message: text, upload: upload)
}

/// Opens a file for an upload that expects it to hold given bytes.
func openFile(_ path: String, expecting bytes: [UInt8]) throws -> UploadFile {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OpenFault() }
    return UploadFile(descriptor: descriptor, byteCount: Int64(bytes.count), digest: sha256(bytes))
}

struct OpenFault: Error {}

/// Sends messages one after the other.
func sendInTurn(_ client: GrupoClient, _ count: Int) async -> [AttemptResult] {
    var results: [AttemptResult] = []
    for index in 0..<count { results.append(await client.send(makeMessage("message \(index)"))) }
    return results
}
