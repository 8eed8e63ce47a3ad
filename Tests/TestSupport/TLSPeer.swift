import Foundation

/// A TLS server and a proxy on this machine that do things no ordinary one does. Python plays them.
public final class TLSPeer: Sendable {
    /// How it behaves.
    public enum Manner: String, Sendable {
        /// Tells no length, and ends the connection with `close_notify`.
        case endsWithNotice
        /// Tells no length, and ends the connection without a word.
        case endsWithoutNotice
        /// Answers every message, as often as it is asked.
        case answers
        /// Answers, and answers once more behind the third answer.
        case answersTwice
        /// Offers HTTP/2 first and writes down which protocol was chosen.
        case offersHTTP2
    }

    /// The server's port.
    public let port: UInt16
    /// The port of a proxy that opens tunnels to the server, whatever host it is asked for.
    public let proxyPort: UInt16
    /// A file with the certificate, for `localhost` and `chat.example.com`.
    public let certificate: String
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Starts both; the proxy wants these credentials (`name:password`) if there are any.
    public init(_ manner: Manner, credentials: String = "") throws {
        directory = try TemporaryDirectory()
        try directory.write(Self.program, to: "peer.py")
        certificate = directory.file("site.pem")
        process = try ChildProcess(
            "python3", [directory.file("peer.py"), directory.path, manner.rawValue, credentials],
            output: directory.file("output"))
        while !FileManager.default.fileExists(atPath: directory.file("ports")) {
            guard process.isRunning else { throw SocketFault(ECONNREFUSED) }
            usleep(5_000)
        }
        let ports = String(decoding: try directory.read("ports"), as: UTF8.self).split(separator: " ").compactMap {
            UInt16($0)
        }
        guard ports.count == 2 else { throw SocketFault(EINVAL) }
        port = ports[0]
        proxyPort = ports[1]
    }

    /// What the peers wrote down, a line for each event.
    public func events() throws -> [String] {
        String(decoding: try directory.read("events"), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static let program = #"""
        import base64, os, re, socket, ssl, subprocess, sys, threading
        folder, manner, credentials = sys.argv[1:]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=site", "-addext", "subjectAltName=DNS:localhost,DNS:chat.example.com",
                        "-keyout", f"{folder}/key.pem", "-out", f"{folder}/site.pem"], check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/site.pem", f"{folder}/key.pem")
        context.sni_callback = lambda connection, name, _: note(f"SNI {name}")
        if manner == "offersHTTP2":
            context.set_alpn_protocols(["h2", "http/1.1"])
        answer = b'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"success":true}'
        lock = threading.Lock()

        def note(event):
            with lock, open(f"{folder}/events", "a") as file:
                file.write(event + "\n")

        def read_request(connection):
            data = b""
            while True:
                more = connection.recv(65536)
                if not more:
                    return None
                data += more
                head, _, body = data.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: (\d+)", head)
                if length and len(body) >= int(length[1]):
                    note("message")
                    return body

        def serve(raw):
            count = 0
            try:
                connection = context.wrap_socket(raw, server_side=True)
                note(f"ALPN {connection.selected_alpn_protocol()}")
                while read_request(connection) is not None:
                    count += 1
                    if manner.startswith("ends"):
                        connection.sendall(b'HTTP/1.1 200 OK\r\n\r\n{"success":true}')
                        if manner == "endsWithNotice":
                            connection.unwrap()
                        connection.close()
                        return
                    connection.sendall(answer + (answer if manner == "answersTwice" and count == 3 else b""))
            except OSError as error:
                note(f"error {type(error).__name__}")

        def pump(source, sink):
            try:
                while data := source.recv(65536):
                    sink.sendall(data)
            except OSError:
                pass
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        def tunnel(client):
            head = b""
            while b"\r\n\r\n" not in head:
                more = client.recv(4096)
                if not more:
                    return
                head += more
            note(head.split(b"\r\n")[0].decode())
            wanted = "Basic " + base64.b64encode(credentials.encode()).decode()
            given = re.search(rb"(?i)\r\nproxy-authorization: ([^\r]*)", head)
            if credentials and (given is None or given[1].decode() != wanted):
                client.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                client.close()
                return
            site = socket.create_connection(("127.0.0.1", port))
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=pump, args=(site, client), daemon=True).start()
            pump(client, site)

        def accept(listener, work):
            while True:
                connection, _ = listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=work, args=(connection,), daemon=True).start()

        open(f"{folder}/events", "w").close()
        listener, proxy = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        threading.Thread(target=accept, args=(proxy, tunnel), daemon=True).start()
        with open(f"{folder}/ports.new", "w") as file:
            file.write(f"{port} {proxy.getsockname()[1]}")
        os.rename(f"{folder}/ports.new", f"{folder}/ports")
        accept(listener, serve)
        """#
}
