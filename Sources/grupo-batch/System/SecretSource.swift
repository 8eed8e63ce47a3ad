import Files
import Foundation
import Glibc
import GrupoAPI

/// Where the secret key comes from.
enum SecretSource {
    /// The most bytes a key is looked for in.
    static let limit = 65_536

    /// What to do when there is none.
    static let advice = """
        Copy it from the site (Menu > Settings > General Settings > API Secret Key) and give it as GRUPO_API_SECRET_KEY, as a \
        file with --secret-file (- for standard input), or with --secret-command.
        """

    /// Whether anything names a key, of whatever worth.
    static func isGiven(_ transport: TransportArguments, _ environment: [String: String]) -> Bool {
        transport.secretFile != nil || transport.secretCommand != nil
            || environment["GRUPO_API_SECRET_KEY"]?.isEmpty == false
    }

    /// Reads the key from `--secret-file`, `--secret-command` or the environment; the environment's copy is erased from this
    /// process.
    ///
    /// - Throws: `Failure` with status 78 when there is none, or it cannot be used; never quotes the key.
    static func load(_ transport: TransportArguments, environment: [String: String]) throws -> APISecretKey {
        let text: String
        let source: String
        if let secretFile = transport.secretFile {
            source = secretFile == "-" ? "standard input" : secretFile
            text = try read(secretFile, environment)
        } else if let command = transport.secretCommand {
            source = Settings.source(of: "secret-command")
            text = try SecretCommand.run(command, environment: environment)
        } else if let value = environment["GRUPO_API_SECRET_KEY"], !value.isEmpty {
            source = "GRUPO_API_SECRET_KEY"
            text = value
            SystemCalls.forget(variable: "GRUPO_API_SECRET_KEY")
        } else {
            throw Failure(.configuration, "No secret key. \(advice)")
        }
        do {
            return try APISecretKey(bareKey(text))
        } catch {
            throw Failure(.configuration, "\(source): \(error).")
        }
    }

    /// Where the key comes from, as a message names it.
    static func name(_ transport: TransportArguments) -> String {
        if let file = transport.secretFile { return file }
        return transport.secretCommand == nil ? "GRUPO_API_SECRET_KEY" : Settings.source(of: "secret-command")
    }

    /// The key as the site shows it: without the line break at its end and the mark that some editors put at its beginning.
    private static func bareKey(_ text: String) -> String {
        let key = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        // A carriage return and a line feed are one character in Swift.
        return String(key.last?.isNewline == true ? key.dropLast() : key)
    }

    /// Reads at most `limit` bytes of UTF-8.
    private static func read(_ path: String, _ environment: [String: String]) throws -> String {
        let bytes = path == "-" ? FileDescriptor.read(STDIN_FILENO, limit: limit) : try content(of: path, environment)
        guard bytes.count <= limit, let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.configuration, "--secret-file: \(path) does not hold a key (one line of text).")
        }
        return text
    }

    /// Reads a file, but none that is not regular, or that others can read: a key everybody knows is no secret.
    private static func content(of path: String, _ environment: [String: String]) throws(Failure) -> [UInt8] {
        let file = try RegularFile(path, called: "--secret-file: \(path)", way: "; use - for standard input")
        // Where systemd lets a service's account read a credential by an access list, the list's mask shows as the group's rights
        // (acl(5), "correspondence between ACL entries and file permission bits").
        let others: UInt32 = isCredential(path, environment) ? 0o037 : 0o077
        guard file.status.permissions & others == 0 else {
            throw Failure(.configuration, "--secret-file: \(path) can be read by others; run: chmod 600 \(path)")
        }
        return file.descriptor.read(limit: limit)
    }

    /// Whether a file lies in the folder of credentials that systemd made for this service.
    private static func isCredential(_ path: String, _ environment: [String: String]) -> Bool {
        guard let folder = environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/") else { return false }
        return Paths.folder(of: path) == URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    }
}
