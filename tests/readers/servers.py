"""Pushes a graph to real SPARQL servers and compares what they hold, graph by graph, with the N-Quads export.

  python tests/readers/servers.py PROGRAM KG

PROGRAM is the built chancery, KG a folder made by `chancery build`. The servers are those of PyPI: `oxigraph` (Graph Store
Protocol) and `rdflib-endpoint` (updates only); both listen on 127.0.0.1 and end with this script.
"""

import collections
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

COUNT = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def ask(url, query):
    request = urllib.request.Request(
        url,
        data=urllib.parse.urlencode({"query": query}).encode(),
        headers={"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def wait(process, url):
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"the server of {url} ended with {process.returncode}")
        try:
            return ask(url, "ASK {}")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    sys.exit(f"{url} does not answer")


def exported(program, graph):
    nquads = subprocess.run(
        [program, "export", graph, "--format", "nquads", "--rdf", "1.1", "--quiet"], check=True, capture_output=True, text=True
    ).stdout
    counts = collections.Counter(line.rsplit(" ", 2)[1].strip("<>") for line in nquads.splitlines())
    return dict(counts)


def held(url):
    rows = ask(url, COUNT)["results"]["bindings"]
    counts = {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
    return {graph: count for graph, count in counts.items() if not graph.endswith("graph/ledger") and count}


def compare(name, program, graph, store, query):
    push = [program, "push", graph, "--store", store]
    subprocess.run(push, check=True)
    if held(query) != exported(program, graph):
        sys.exit(f"{name}: it does not hold what was exported")
    documents = sorted(exported(program, graph))
    again = subprocess.run(push, check=True, capture_output=True, text=True).stderr
    if f"{len(documents)} unchanged" not in again:
        sys.exit(f"{name}: {again}")
    listed = subprocess.run([program, "info", graph, "--documents"], check=True, capture_output=True, text=True).stdout
    gone = [line.split("\t")[0] for line in listed.splitlines()][:2]
    remove = [program, "remove", graph, *gone, "--store", store, "--quiet"]
    subprocess.run(remove, check=True, stdout=subprocess.DEVNULL)
    if held(query) != exported(program, graph) or len(held(query)) != len(documents) - 2:
        sys.exit(f"{name}: what was removed is still there")
    print(f"{name}: {len(documents)} graphs the same, 2 removed, {len(documents) - 2} the same")


def main():
    program, graph = sys.argv[1], pathlib.Path(sys.argv[2])
    tools = pathlib.Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        empty = folder / "empty.ttl"
        empty.write_text("")
        port = [free_port(), free_port()]
        commands = {
            "oxigraph": [tools / "oxigraph", "serve", "--location", folder / "store", "--bind", f"127.0.0.1:{port[0]}"],
            "rdflib-endpoint": [tools / "rdflib-endpoint", "serve", empty, "--enable-update", "--host", "127.0.0.1"]
            + ["--port", str(port[1])],
        }
        for (name, command), number in zip(commands.items(), port):
            store = f"http://127.0.0.1:{number}"
            query = f"{store}/query" if name == "oxigraph" else f"{store}/"
            copy = folder / f"kg-{name}"
            shutil.copytree(graph, copy)
            with open(folder / "log", "wb") as log:
                process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ)
            try:
                wait(process, query)
                compare(name, program, copy, store, query)
            finally:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
