"""Brings a graph to a server over https, and asks a service for candidates over https, with certificates made here.

  python tests/readers/tls.py PROGRAM KG

PROGRAM is chancery built with `--features tls`, KG a folder made by `chancery build`. The servers are those of servers.py and
`chancery serve`, each behind a listener of TLS on 127.0.0.1; certificates are made with openssl.
"""

import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

from servers import exported, free_port, held, wait


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def authority(folder):
    """A certificate that may sign others, and its key."""
    certificate, key = folder / "authority.pem", folder / "authority.key"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test", "-keyout", str(key), "-out",
            str(certificate), "-addext", "basicConstraints=critical,CA:TRUE")
    return certificate, key


def certificate(folder, signer, name):
    """Certificate and key of a server that has this name (as openssl writes it: IP:127.0.0.1)."""
    stem = folder / name.replace(":", "-")
    paths = [stem.with_suffix(suffix) for suffix in (".pem", ".key", ".csr", ".ext")]
    own, key, request, extension = paths
    extension.write_text(f"subjectAltName={name}\nbasicConstraints=CA:FALSE\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=server", "-keyout", str(key), "-out", str(request))
    openssl("x509", "-req", "-in", str(request), "-days", "2", "-CA", str(signer[0]), "-CAkey", str(signer[1]), "-CAcreateserial",
            "-extfile", str(extension), "-out", str(own))
    return own, key


def listen(pair, port):
    """A listener of TLS that hands on to a port of this machine; gives its own port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*map(str, pair))
    listener = socket.create_server(("127.0.0.1", 0))

    def copy(source, target):
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def serve(client):
        try:
            client = context.wrap_socket(client, server_side=True)
        except (ssl.SSLError, OSError):
            return
        server = socket.create_connection(("127.0.0.1", port))
        back = threading.Thread(target=copy, args=(server, client), daemon=True)
        back.start()
        copy(client, server)
        back.join()
        client.close()
        server.close()

    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def run(program, arguments, trusted=None):
    environment = {key: value for key, value in os.environ.items() if key != "CHANCERY_CA_FILE"}
    if trusted:
        environment["CHANCERY_CA_FILE"] = str(trusted)
    return subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=120)


def expect(ended, status, *said):
    if ended.returncode != status or not all(word in ended.stderr for word in said):
        sys.exit(f"{ended.args}: status {ended.returncode}, not {status}, or none of {said} in:\n{ended.stderr}")


def main():
    program, graph = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        copy = folder / "kg"
        shutil.copytree(graph, copy)
        signer = authority(folder)
        good, other = certificate(folder, signer, "IP:127.0.0.1"), certificate(folder, signer, "DNS:example.org")
        store, service = free_port(), free_port()
        server = shutil.which("oxigraph", path=pathlib.Path(sys.executable).parent) or "oxigraph"
        processes = [
            subprocess.Popen([server, "serve", "--location", folder / "store", "--bind", f"127.0.0.1:{store}"]),
            subprocess.Popen([program, "serve", copy, "--port", str(service)]),
        ]
        try:
            wait(processes[0], f"http://127.0.0.1:{store}/query")
            wait(processes[1], f"http://127.0.0.1:{service}/sparql")
            for port, command in (
                (store, lambda url: ["push", copy, "--store", url]),
                (service, lambda url: ["link", "online", copy, f"{url}/reconcile", "--limit", "5", "--all"]),
            ):
                url = f"https://127.0.0.1:{listen(good, port)}"
                expect(run(program, command(url)), 2, "is not trusted: nobody who is trusted issued it", "CHANCERY_CA_FILE")
                expect(run(program, command(url), good[1]), 2, "there is no certificate in it")
                expect(run(program, command(url), folder / "none.pem"), 2, "none.pem")
                named = f"https://127.0.0.1:{listen(other, port)}"
                expect(run(program, command(named), signer[0]), 2, "is not trusted: certificate not valid for name")
                expect(run(program, command(url), signer[0]), 0)
            if held(f"http://127.0.0.1:{store}/query") != exported(program, copy):
                sys.exit("what went over https is not what was exported")
        finally:
            for process in processes:
                process.terminate()
                process.wait()
    print("a store and a service were reached over https, and refused without trust")


if __name__ == "__main__":
    main()
