import Foundation

/// PHP's own web server with a page that notes every form as PHP sees it, and answers that the message was sent.
public final class PHPSite: Sendable {
    /// A form as PHP parsed it.
    public struct Form: Sendable, Decodable {
        /// A file as PHP parsed it.
        public struct File: Sendable, Decodable, Hashable {
            /// The field it was sent in.
            public var field: String
            /// Its name without folders.
            public var name: String
            /// Its name as it was sent.
            public var fullPath: String
            /// The type its part declared.
            public var type: String
            /// PHP's upload error, 0 for none.
            public var error: Int
            /// Its size in bytes.
            public var size: Int
            /// SHA-256 of its content in hexadecimal; empty if it was lost.
            public var sha256: String
        }

        /// The fields, in order, each value's bytes in base64.
        public var post: [[String]]
        /// The files, in order.
        public var files: [File]

        /// The names of the fields, in order.
        public var fieldNames: [String] { post.map { $0[0] } }

        /// The bytes of a field; nil if PHP saw none of that name.
        public func field(_ name: String) -> [UInt8]? {
            post.first { $0[0] == name }.flatMap { Data(base64Encoded: $0[1]) }.map { Array($0) }
        }
    }

    /// The server's port.
    public let port: UInt16
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// The site's address.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// Starts the server and returns when it answers.
    public init() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Self.page, to: "page.php")
        self.directory = directory
        for _ in 0..<20 {
            let port = try LoopbackSocket.listening().port
            let process = try ChildProcess(
                "php",
                [
                    "-d", "display_errors=1", "-d", "post_max_size=64M", "-d", "upload_max_filesize=32M",
                    "-S", "127.0.0.1:\(port)", directory.file("page.php"),
                ], output: directory.file("output"))
            while process.isRunning {
                if (try? LoopbackSocket.connected(port: port)) != nil {
                    self.port = port
                    self.process = process
                    return
                }
                usleep(5_000)
            }
        }
        throw SocketFault(EADDRINUSE)
    }

    /// Every form so far for which PHP ran the page, in order.
    public func forms() throws -> [Form] {
        guard FileManager.default.fileExists(atPath: directory.file("forms")) else { return [] }
        return try directory.read("forms").split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Form.self, from: Data($0)) }
    }

    private static let page = #"""
        <?php
        $form = ['post' => [], 'files' => []];
        foreach ($_POST as $name => $value) {
            $form['post'][] = [(string) $name, base64_encode(is_array($value) ? json_encode($value) : $value)];
        }
        foreach ($_FILES as $field => $file) {
            $form['files'][] = [
                'field' => (string) $field, 'name' => $file['name'], 'fullPath' => $file['full_path'],
                'type' => $file['type'], 'error' => $file['error'], 'size' => $file['size'],
                'sha256' => $file['error'] === 0 ? hash_file('sha256', $file['tmp_name']) : '',
            ];
        }
        $line = json_encode($form, JSON_INVALID_UTF8_SUBSTITUTE) . "\n";
        file_put_contents(__DIR__ . '/forms', $line, FILE_APPEND | LOCK_EX);
        header('Content-Type: application/json');
        echo '{"success":true}';
        """#
}
