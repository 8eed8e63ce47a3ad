import Foundation
import GrupoAPI

/// Sends one private message to the site that the environment names.
@main
struct SendOneMessage {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let site = try SiteAddress(environment["GRUPO_SITE"] ?? "", allowHTTP: false)
        let key = try APISecretKey(environment["GRUPO_API_SECRET_KEY"] ?? "")

        let client = GrupoClient(site: site, key: key)
        let result = await client.send(
            OutgoingMessage(
                user: "ada.lovelace", sender: "secretary", message: "The hall opens at six on Friday.",
                upload: Upload(fileName: "timetable.txt", content: .bytes(Array("18:00 doors\n".utf8)))))
        await client.shutdown()

        switch result.verdict {
        case .sent:
            print("sent")
        case .rejected:
            print("rejected: \(result.errorKey ?? "") \(result.errorMessage ?? "")")
        case .notSent, .notSentSameAgain:
            print("not sent: \(result.errorKey ?? "") \(result.errorMessage ?? "")")
        case .unknown:
            print("perhaps sent; look it up on the site before sending it again")
        }
    }
}
