import Foundation

/// An HTTPS server on this machine with a certificate of its own, which answers every message with success.
///
/// PHP serves it, one connection after the other; a connection is kept until the client leaves.
public final class TLSSite: Sendable {
    /// The server's port.
    public let port: UInt16
    /// A file with the certificate, which a client may trust.
    public let certificate: String
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Starts the server with a certificate for one host name, valid for so many days from now (negative: expired).
    public init(host: String = "localhost", days: Int = 1) throws {
        directory = try TemporaryDirectory()
        try directory.write(Self.program, to: "server.php")
        certificate = directory.file("certificate.pem")
        process = try ChildProcess(
            "php", [directory.file("server.php"), directory.path, host, "\(days)"], output: directory.file("output"))
        while !FileManager.default.fileExists(atPath: directory.file("port")) {
            guard process.isRunning else { throw SocketFault(ECONNREFUSED) }
            usleep(5_000)
        }
        let text = String(decoding: try directory.read("port"), as: UTF8.self)
        guard let port = UInt16(text) else { throw SocketFault(EINVAL) }
        self.port = port
    }

    /// Every byte the server could decrypt so far.
    public func received() throws -> [UInt8] { try directory.read("received") }

    /// How many connections got through the handshake so far.
    public func connectionCount() throws -> Int { try directory.read("connections").count }

    private static let program = #"""
        <?php
        [, $folder, $host, $days] = $argv;
        file_put_contents("$folder/openssl.cnf", "[req]\ndistinguished_name=dn\n[dn]\n[v3]\n" .
            "subjectAltName=DNS:$host\nbasicConstraints=CA:TRUE\n");
        $options = ['config' => "$folder/openssl.cnf", 'private_key_bits' => 2048,
            'x509_extensions' => 'v3', 'digest_alg' => 'sha256', 'private_key_type' => OPENSSL_KEYTYPE_EC,
            'curve_name' => 'prime256v1'];
        $key = openssl_pkey_new($options);
        $request = openssl_csr_new(['commonName' => $host], $key, $options);
        $certificate = openssl_csr_sign($request, null, $key, (int) $days, $options, random_int(1, PHP_INT_MAX));
        openssl_x509_export($certificate, $text);
        openssl_pkey_export($key, $keyText, null, $options);
        file_put_contents("$folder/certificate.pem", $text);
        file_put_contents("$folder/server.pem", $text . $keyText);
        touch("$folder/received");
        touch("$folder/connections");

        $context = stream_context_create(['ssl' => ['local_cert' => "$folder/server.pem"]]);
        $server = stream_socket_server('ssl://127.0.0.1:0', $code, $reason, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
            $context);
        file_put_contents("$folder/port.new", substr(strrchr(stream_socket_get_name($server, false), ':'), 1));
        rename("$folder/port.new", "$folder/port");
        while (true) {
            $client = @stream_socket_accept($server, 60);
            if (!$client) continue;
            file_put_contents("$folder/connections", '.', FILE_APPEND);
            $bytes = '';
            while (($more = fread($client, 65536)) !== false && $more !== '') {
                file_put_contents("$folder/received", $more, FILE_APPEND);
                $bytes .= $more;
                $end = strpos($bytes, "\r\n\r\n");
                if ($end === false || !preg_match('/content-length: (\d+)/i', $bytes, $match)) continue;
                if (strlen($bytes) < $end + 4 + $match[1]) continue;
                $bytes = '';
                fwrite($client, "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"success\":true}");
            }
            fclose($client);
        }
        """#
}
