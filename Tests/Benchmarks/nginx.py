"""One nginx worker that says success to every message, in plain text or over TLS with a certificate of its own."""
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; default_type application/json; keepalive_requests 100000000; tcp_nodelay on;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    {limit}uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; client_max_body_size 8m; client_body_buffer_size 256k;
    server {{
        listen 127.0.0.1:{port} backlog=1024{tls};
        location = /api_request/ {{ {answer} }}
    }}
    server {{
        listen unix:{folder}/answer;
        location / {{ return 200 '{{"success":true}}'; }}
    }}
    upstream answer {{ server unix:{folder}/answer; keepalive 64; }}
}}
"""
TLS = """ ssl;
        ssl_certificate {folder}/site.pem; ssl_certificate_key {folder}/key.pem; ssl_session_cache shared:a:1m"""


AT_ONCE = """return 200 '{"success":true}';"""
# As PHP does: nobody says yes to a form before it is whole, and its key with it. nginx reads a body before it asks another server.
WHEN_WHOLE = """proxy_pass http://answer; proxy_pass_request_body off; proxy_http_version 1.1;
            proxy_set_header Content-Length ""; proxy_set_header Content-Type ""; proxy_set_header Connection "";"""


def certificate(folder):
    """Makes the certificate of localhost; it is its own authority. Its path."""
    path = os.path.join(folder, "site.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", os.path.join(folder, "key.pem"), "-out", path], check=True, stderr=subprocess.DEVNULL)
    return path


@contextlib.contextmanager
def serve(folder, tls=False, reads_whole=False, most_per_second=None):
    """Runs it and yields its address. With `reads_whole` it answers when a form is whole; without, it may answer one that is longer
    than a first read before that. With `most_per_second` it keeps whoever is faster waiting."""
    answer = WHEN_WHOLE if reads_whole or most_per_second else AT_ONCE
    if most_per_second:
        answer = "limit_req zone=most burst=10000; " + answer
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    os.makedirs(folder, exist_ok=True)
    if tls:
        certificate(folder)
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as file:
        file.write(CONFIGURATION.format(folder=folder, port=port, tls=TLS.format(folder=folder) if tls else "",
                                        answer=answer,
                                        limit=f"limit_req_zone $server_port zone=most:1m rate={most_per_second}r/s; " if most_per_second else ""))
    binary = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    server = subprocess.Popen([binary, "-p", folder, "-e", os.path.join(folder, "error.log"), "-c", path])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        else:
            sys.exit("nginx did not start")
        yield f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
