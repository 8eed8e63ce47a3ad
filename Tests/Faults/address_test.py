"""SE3 and SE4: addresses are made canonical or refused, and a bad certificate stops the key from leaving."""
import os
import shutil
import ssl
import subprocess
import unittest
import unittest.mock

from fault_site import by_user, response
from faulty import Faulty, program


class Addresses(Faulty):
    def setUp(self):
        super().setUp()
        self.manifest("ann", "ben")
        self.site = self.open_fault_site(by_user({}))

    def test_addresses_that_are_refused(self):
        """64, with the reason, and not a byte leaves."""
        port = self.site.port
        for address in [
            "", "127.0.0.1", f"127.0.0.1:{port}", f"ftp://127.0.0.1:{port}", "file:///etc/passwd", "unix:/run/x",
            f"http://user:s3cr3t@127.0.0.1:{port}", f"http://user@127.0.0.1:{port}", f"http://127.0.0.1:{port}/#part",
            f"http://127.0.0.1:{port}/?a=b", f"http://127.0.0.1:{port}/\r\nX: y", f"http://127.0.0.1:{port}/a b",
            "http://127.0.0.1:0", "http://127.0.0.1:65536", "http://127.0.0.1:abc", "http://", "http:///x",
            "https://a..b", "http://[::1", "http://site.example",
        ]:
            with self.subTest(repr(address)):
                result = self.run_program("send", "list.csv", "--yes", "--site", address)
                self.assertIn(result.code, {78} if not address else {64}, result)
                self.assertTrue(result.err)
                self.assertNotIn("s3cr3t", result.err)
        self.assertEqual(self.site.connections, 0)

    def test_addresses_that_mean_the_same_site(self):
        """However it is written, it is one site: nothing is sent a second time."""
        port = self.site.port
        self.assertEqual(self.send().code, 0)
        for address in [f"http://127.0.0.1:{port}/", f"HTTP://127.0.0.1:{port}", f"http://127.0.0.1:{port}//",
                        f"http://127.0.0.1:0{port}", f"http://127.0.0.1:{port}/."]:
            with self.subTest(address):
                result = self.send("--site", address)
                self.assertIn(result.code, {0, 64}, result)
        self.assertEqual(self.site.requests, 2)

    def test_site_with_a_path(self):
        seen = []

        def note(connection):
            connection.read_request()
            seen.append(connection.head)
            connection.send(response())
            return True

        site = self.open_fault_site(note)
        self.assertEqual(self.send("--site", site.address + "/chat/").code, 0)
        self.assertEqual({head.split(" HTTP")[0] for head in seen}, {"POST /chat/api_request/"})


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class Certificates(Faulty):
    def certificate(self, name, *options):
        """A certificate for 127.0.0.1 that signs itself, and its key."""
        paths = [self.folder / f"{name}.{ending}" for ending in ("pem", "key")]
        subject = ["-addext", "subjectAltName=IP:127.0.0.1"] if "-addext" not in options else []
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
             f"/CN={name}", "-out", paths[0], "-keyout", paths[1], *subject, *options],
            check=True, capture_output=True)
        return paths

    def open_tls_site(self, paths, change=lambda context: None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        change(context)
        context.load_cert_chain(*paths)
        return self.open_fault_site(by_user({}), context)

    def refused(self, site, *options):
        self.manifest("ann")
        result = self.send(*options, timeout=5)
        self.assertEqual((result.code, self.outcomes()), (69, {"ann": "not_sent"}), result)
        self.assertEqual((site.requests, site.bytes_received), (0, 0), "bytes of the form reached the site")
        return result

    def test_certificate_nobody_vouches_for(self):
        self.assert_says(self.refused(self.open_tls_site(self.certificate("own"))).err, "certificate")

    def test_certificate_of_another_host(self):
        paths = self.certificate("other", "-addext", "subjectAltName=DNS:other.example")
        self.refused(self.open_tls_site(paths), "--ca-file", paths[0])

    def test_expired_certificate(self):
        paths = self.certificate("old")
        self.write("index.txt", "")
        self.write("ca.cnf", """[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = IP:127.0.0.1
""")
        for command in [
            ["req", "-new", "-key", paths[1], "-subj", "/CN=old", "-out", "old.csr"],
            ["ca", "-batch", "-config", "ca.cnf", "-selfsign", "-keyfile", paths[1], "-in", "old.csr", "-out", paths[0],
             "-startdate", "20200101000000Z", "-enddate", "20210101000000Z", "-notext"],
        ]:
            subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True)
        self.assert_says(self.refused(self.open_tls_site(paths), "--ca-file", paths[0]).err, "expired")

    def test_old_tls(self):
        paths = self.certificate("tls")

        def only_tls_1_1(context):
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1

        self.refused(self.open_tls_site(paths, only_tls_1_1), "--ca-file", paths[0])

    def test_certificate_the_user_vouches_for(self):
        paths = self.certificate("good")
        site = self.open_tls_site(paths)
        self.manifest("ann", "ben")
        result = self.send("--ca-file", paths[0], timeout=5)
        self.assertEqual((result.code, site.users), (0, ["ann", "ben"]), result)

    def trusting(self, folder):
        """The program where the system trusts the certificates of a folder, and no others."""
        if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
            self.skipTest("this machine lets nobody have mounts of their own")
        path = self.folder / "bin" / "grupo-batch"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"""#!/bin/sh
exec unshare -rm sh -c 'mount --bind "{folder}" /etc/ssl/certs && exec "{program()}" "$@"' sh "$@"
""")
        path.chmod(0o755)
        return unittest.mock.patch.dict(os.environ, GRUPO_BATCH_BINARY=str(path))

    def test_file_of_certificates_stands_instead_of_what_the_system_trusts(self):
        paths, other = self.certificate("trusted"), self.certificate("other")
        trusted = self.folder / "trusted"
        trusted.mkdir()
        name = subprocess.run(
            ["openssl", "x509", "-hash", "-noout", "-in", paths[0]], check=True, capture_output=True, text=True).stdout
        # As a file and as a folder: libcurl looks at both.
        for name in (f"{name.strip()}.0", "ca-certificates.crt"):
            shutil.copy(paths[0], trusted / name)
        site = self.open_tls_site(paths)
        with self.trusting(trusted):
            self.refused(site, "--ca-file", other[0])
            self.manifest("ann")
            result = self.send(timeout=5)
        self.assertEqual((result.code, site.users), (0, ["ann"]), result)

    def test_handshake_that_never_ends(self):
        site = self.open_fault_site(lambda connection: connection.hang())
        self.refused(site, "--site", site.address.replace("http:", "https:"), "--connect-timeout", "500ms")


if __name__ == "__main__":
    unittest.main()
