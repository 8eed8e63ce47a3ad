import BatchModel
import Glibc
import GrupoAPI
import TestSupport

/// A key that no text holds by accident.
let canaryKey = "K3Y-q8Zt5vWxR2mN7pLb4cJd6fHg9sK1"

/// A client of a site on this machine.
func makeClient(
    _ address: String, key: String = canaryKey, timeout: Duration = .seconds(20),
    connectTimeout: Duration = .seconds(10), maxConnections: Int = 8, caFile: String? = nil,
    rules: ClassificationRules = ClassificationRules()
) throws -> GrupoClient {
    GrupoClient(
        site: try SiteAddress(address, allowHTTP: false), key: try APISecretKey(key),
        settings: TransportSettings(
            timeout: timeout, connectTimeout: connectTimeout, caFile: caFile, maxConnections: maxConnections),
        rules: rules)
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

/// A generator that repeats itself for a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
