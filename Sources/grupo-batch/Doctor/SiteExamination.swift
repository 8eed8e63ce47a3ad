import BatchModel
import Files
import Foundation
import GrupoAPI
import Text

/// Looks at the way to the site: name, connection, certificate, and what answers a plain GET. Sends nothing.
struct SiteExamination {
    let site: SiteAddress
    let seen: SiteInspection
    private let caFile: String?

    /// Asks the site once.
    init(_ site: SiteAddress, settings: TransportSettings) {
        self.site = site
        caFile = settings.caFile
        seen = SiteInspection.of(site, settings: settings)
    }

    var findings: [Finding] { [name, connection, encryption, answer, clock].compactMap(\.self) }

    private var words: String { DisplayText.oneLine(seen.failureText, limit: 300) }

    private var name: Finding {
        guard seen.stage > .name else {
            return .failure(
                "name", words, remedy: "Check the spelling of \(site.host), and this machine's name server.")
        }
        // Without a connection libcurl does not tell which address it found.
        let found = seen.remoteAddress.isEmpty ? "found" : "is \(DisplayText.oneLine(seen.remoteAddress))"
        return .good("name", "\(site.host) \(found), \(time(seen.nameMilliseconds))")
    }

    private var connection: Finding? {
        guard seen.stage > .name else { return nil }
        guard seen.stage > .connection else {
            return .failure("connection", words, remedy: "Is the site up, and port \(site.port) open to this machine?")
        }
        return .good("connection", "port \(site.port), \(time(seen.connectMilliseconds))")
    }

    private var encryption: Finding? {
        if let missing = unreadableAuthorities { return missing }
        guard seen.stage > .connection else { return nil }
        guard site.scheme == "https" else {
            let text = "none: the address is http://"
            return site.isLoopback
                ? .good("TLS", text + ", on this machine")
                : .warning("TLS", text, remedy: "Use https://; anyone on the way reads the key and the messages.")
        }
        guard seen.stage > .tls else {
            let authority =
                caFile.map { "see that the authority behind it is in \(DisplayText.oneLine($0, limit: 1_000))." }
                ?? "name your own authority with --ca-file."
            return .failure("TLS", words, remedy: "Renew the site's certificate, or \(authority)")
        }
        return .good("TLS", "certificate accepted, \(time(seen.tlsMilliseconds))")
    }

    /// A fault of the file of certificates, which libcurl would blame on the site's.
    private var unreadableAuthorities: Finding? {
        guard site.scheme == "https", let caFile else { return nil }
        do throws(SystemFault) {
            _ = try FileDescriptor.reading(caFile)
            return nil
        } catch {
            return .failure(
                "TLS",
                "the file of certificates \(DisplayText.oneLine(caFile, limit: 1_000)) cannot be read: \(error.text)",
                remedy: "Correct --ca-file, or leave it out to trust the system's certificates.")
        }
    }

    private var answer: Finding? {
        guard seen.stage > .tls else { return nil }
        let address = site.endpoint
        guard seen.stage == .complete else {
            return .failure("API", "no complete reply: \(words)", remedy: "Look into the site's own error log.")
        }
        if seen.isChallenge {
            return .failure(
                "API", "a protection service asks for a browser (HTTP \(seen.status))",
                remedy: "Let \(address) pass there for this machine's address; --user-agent can help.")
        }
        switch seen.status {
        case 300..<400:
            let target = DisplayText.oneLine(seen.location ?? "nowhere", limit: 200)
            return .failure(
                "API", "\(address) redirects to \(target)",
                remedy: "Redirects are never followed: give the final address.")
        case 404, 410:
            return .failure(
                "API", "nothing is there (HTTP \(seen.status))",
                remedy: "Give the address of the chat site's front page.")
        case 401, 403:
            return .warning(
                "API", "a plain GET is refused (HTTP \(seen.status))",
                remedy: "If a send is refused too, let \(address) pass in the site's firewall.")
        case 500...:
            return .failure("API", "HTTP \(seen.status)", remedy: "Look into the site's own error log.")
        default:
            guard seen.isJSONObject || seen.status == 405 else {
                return .warning(
                    "API", "answers HTTP \(seen.status), not JSON",
                    remedy: "Is this a Grupo site? --test-to your own user name, with --limit 1, tells for certain.")
            }
            return .good("API", "answers HTTP \(seen.status), \(time(seen.totalMilliseconds))")
        }
    }

    /// Windows and quotas go by this machine's clock.
    private var clock: Finding? {
        guard seen.status > 0 else { return nil }
        guard let theirs = seen.siteSeconds else { return .good("clock", "not compared: the site gave no date") }
        let apart = seen.localSeconds - theirs
        guard abs(apart) > 120 else { return .good("clock", "as the site's") }
        return .warning(
            "clock", "\(Duration.seconds(abs(apart)).text) \(apart > 0 ? "ahead of" : "behind") the site's",
            remedy: "Set this machine's clock: --window and --per-day go by it.")
    }

    private func time(_ milliseconds: Double) -> String { Duration.seconds(milliseconds / 1_000).text }
}
