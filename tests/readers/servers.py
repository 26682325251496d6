"""Pushes a graph to real SPARQL servers and compares what they hold, graph by graph, with the N-Quads export.

  python tests/readers/servers.py PROGRAM KG [virtuoso]

PROGRAM is the built chancery, KG a folder made by `chancery build`. The servers are those of PyPI: `oxigraph` (Graph Store
Protocol) and `rdflib-endpoint` (updates only); or that of Debian's virtuoso-opensource-7-bin, which is asked queries, too. They
listen on 127.0.0.1 and end with this script.
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

DOCUMENTS = "https://w3id.org/chancery/id/document/"
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
    # A server has graphs of its own.
    return {graph: count for graph, count in counts.items() if graph.startswith(DOCUMENTS) and count}


def compare(name, program, graph, store, query, more=()):
    push = [program, "push", graph, "--store", store, *more]
    subprocess.run(push, check=True)
    if held(query) != exported(program, graph):
        sys.exit(f"{name}: it does not hold what was exported")
    documents = sorted(exported(program, graph))
    again = subprocess.run(push, check=True, capture_output=True, text=True).stderr
    if f"{len(documents)} unchanged" not in again:
        sys.exit(f"{name}: {again}")
    listed = subprocess.run([program, "info", graph, "--documents"], check=True, capture_output=True, text=True).stdout
    gone = [line.split("\t")[0] for line in listed.splitlines()][:2]
    remove = [program, "remove", graph, *gone, "--store", store, *more, "--quiet"]
    subprocess.run(remove, check=True, stdout=subprocess.DEVNULL)
    if held(query) != exported(program, graph) or len(held(query)) != len(documents) - 2:
        sys.exit(f"{name}: what was removed is still there")
    print(f"{name}: {len(documents)} graphs the same, 2 removed, {len(documents) - 2} the same")


# What both sides can be asked, though one has RDF 1.2 and the other RDF 1.1. Virtuoso wants to know where a path of several steps
# begins or ends ("transitive start not given"), and leaves out a path that comes back to where it began.
CH = "PREFIX ch: <https://w3id.org/chancery/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
QUERIES = [
    "SELECT DISTINCT ?a ?p ?b { ?a ?p ?b . ?a a ?k . ?b a ?l . FILTER(STRSTARTS(STR(?p), STR(ch:))) FILTER(isIRI(?b)) }",
    "SELECT ?status (COUNT(DISTINCT ?s) AS ?n) { ?s a ch:Statement ; ch:status ?status } GROUP BY ?status",
    "SELECT ?g (COUNT(?s) AS ?n) { GRAPH ?g { ?s a ch:Statement } } GROUP BY ?g",
    "SELECT DISTINCT ?class { ?a ch:metWith|ch:spokeWith|ch:criticized ?b . ?a a ?class }",
    "SELECT DISTINCT ?s { ?s ch:confidence ?c FILTER(?c > 0.8) }",
    "SELECT DISTINCT ?a { ?a a ch:Person FILTER NOT EXISTS { ?a ch:spokeWith ?b } }",
    "SELECT DISTINCT ?b { <%s> (ch:metWith|ch:spokeWith|^ch:metWith)+ ?b FILTER(?b != <%s>) }",
    "SELECT DISTINCT ?a { ?a (ch:metWith|ch:spokeWith)+ <%s> FILTER(?a != <%s>) }",
]


def rows(answer):
    def plain(term):
        value = term["value"]
        try:
            return f"{float(value):.4f}"
        except ValueError:
            return value

    names = answer["head"]["vars"]
    return sorted(tuple(plain(row[name]) if name in row else "" for name in names) for row in answer["results"]["bindings"])


def same_answers(program, graph, query):
    """The same rows as `chancery query` has of the same documents, with one of those who met for the paths."""
    ours = lambda text: json.loads(
        subprocess.run(
            [program, "query", graph, text, "--format", "json", "--as-extracted", "--max-rows", "100000", "--quiet"],
            check=True, capture_output=True, text=True,
        ).stdout
    )  # fmt: skip
    start = rows(ours(CH + "SELECT ?a { ?a ch:metWith|ch:spokeWith ?b } ORDER BY ?a LIMIT 1"))
    assert start, "nobody met anybody"
    found = 0
    for text in QUERIES:
        text = CH + text.replace("%s", start[0][0])
        wanted, given = rows(ours(text)), rows(ask(query, text))
        if wanted != given:
            sys.exit(f"{text}: only here {sorted(set(wanted) - set(given))[:3]}, only there {sorted(set(given) - set(wanted))[:3]}")
        found += len(wanted)
    print(f"{len(QUERIES)} queries, {found} rows, the same")


VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


def virtuoso(program, graph):
    """By updates alone, as found at its address, and by its Graph Store Protocol, which has an address of its own."""
    sql, http = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        settings = folder / "virtuoso.ini"
        settings.write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http))
        with open(folder / "out", "wb") as log:
            process = subprocess.Popen(
                ["virtuoso-t", "+configfile", settings, "+foreground", "+wait"], stdout=log, stderr=log, cwd=folder
            )
        try:
            query = f"http://127.0.0.1:{http}/sparql"
            wait(process, query)
            grant = 'GRANT SPARQL_UPDATE TO "SPARQL";'
            subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={grant}"], check=True, stdout=subprocess.DEVNULL)
            graphs = ["--store-graphs", f"http://127.0.0.1:{http}/sparql-graph-crud"]
            for name, more in {"updates": [], "graphs": graphs}.items():
                copy = folder / f"kg-{name}"
                shutil.copytree(graph, copy)
                compare(f"Virtuoso by {name}", program, copy, query, query, more)
                same_answers(program, copy, query)
        finally:
            process.terminate()
            process.wait()


def main():
    program, graph = sys.argv[1], pathlib.Path(sys.argv[2])
    if sys.argv[3:] == ["virtuoso"]:
        return virtuoso(program, graph)
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
