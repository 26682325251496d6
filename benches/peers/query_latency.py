#!/usr/bin/env python3
"""How long the ready queries take over a graph, each in a process of its own, beside other SPARQL engines on the same data.

    pip install pyoxigraph rdflib
    benches/peers/query_latency.py KG [--chancery target/release/chancery] [--peers pyoxigraph,rocksdb,rdflib] [--runs 5]

chancery is measured from the start of the process to its end ("cold": the files of the graph are in the page cache, nothing
else is). The peers load the graph once, which is told apart: their cold query is that and the query. `pyoxigraph` is
oxigraph's memory store, `rocksdb` its store on disk, opened anew for each query after the load. rdflib reads no
triple terms, so that queries with them find nothing there, and takes minutes for a million quads. The peers
make the union of all documents while they answer, chancery when it makes its index; rows of names differ, since
chancery gives an entity one label in all documents. Rows of CONSTRUCT are lines of Turtle.
"""

import argparse
import multiprocessing
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def prefixes(chancery, kg):
    """Those that queries need not declare."""
    text = (ROOT / "src/graph/vocabulary.rs").read_text()
    known = dict(re.findall(r'^    \("(\w+)", "([^"]+)"\),$', text, re.M))
    known |= {name: iri for name, iri in re.findall(r'pub const (\w+): &str = "([^"]+)";', text)}
    known = {name.lower(): iri for name, iri in known.items()}
    info = subprocess.run([chancery, "info", kg], capture_output=True, text=True, check=True).stdout
    base = re.search(r"^base\s+(\S+)$", info, re.M).group(1)
    return known | {"ex": f"{base}entity/", "doc": f"{base}document/"}


def seconds(work):
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def forked(work, limit):
    """Result and seconds of some work in a child process, which shares what was loaded and can be ended."""
    reader, writer = multiprocessing.Pipe(duplex=False)

    def child():
        try:
            took, rows = seconds(work)
            writer.send((rows, took))
        except Exception as error:  # Another engine may not know the syntax.
            writer.send((type(error).__name__, None))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    result = reader.recv() if reader.poll(limit) else (f"over {limit} s", None)
    process.kill()
    process.join()
    return result


def chancery_time(chancery, kg, query, runs):
    def once():
        output = subprocess.run([chancery, "query", kg, "-f", query], capture_output=True)
        if output.returncode:
            return None
        return output.stdout.count(b"\n") - 1

    all_runs = [seconds(once) for _ in range(runs)]
    return statistics.median(took for took, _ in all_runs), all_runs[0][1]


class PyOxigraph:
    """Oxigraph in memory, or on disk."""

    def __init__(self, nquads, namespaces, folder=None):
        import pyoxigraph

        self.engine, self.namespaces, self.folder = pyoxigraph, namespaces, folder
        self.store = pyoxigraph.Store(folder) if folder else pyoxigraph.Store()
        self.store.bulk_load(path=nquads, format=pyoxigraph.RdfFormat.N_QUADS)
        if folder:
            self.store.flush()
            self.store = None

    def rows(self, query):
        store = self.store or self.engine.Store.read_only(self.folder)
        found = store.query(query, prefixes=self.namespaces, use_default_graph_as_union=True)
        return sum(1 for _ in found)


class RdfLib:
    def __init__(self, nquads, namespaces):
        import rdflib

        self.namespaces = namespaces
        self.store = rdflib.Dataset(default_union=True)
        # The parser refuses triple terms.
        with open(nquads, encoding="utf-8") as lines, tempfile.NamedTemporaryFile("w", suffix=".nq") as plain:
            plain.writelines(line for line in lines if "<<(" not in line)
            plain.flush()
            self.store.parse(plain.name, format="nquads")

    def rows(self, query):
        return len(list(self.store.query(query, initNs=self.namespaces)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kg")
    parser.add_argument("--chancery", default=str(ROOT / "target/release/chancery"))
    parser.add_argument("--peers", default="", help="of pyoxigraph, rocksdb, rdflib")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=int, default=60, help="seconds that a peer may take for a query")
    parser.add_argument("--queries", default=str(ROOT / "examples/queries"))
    args = parser.parse_args()
    namespaces = prefixes(args.chancery, args.kg)
    peers = {}
    with tempfile.TemporaryDirectory() as folder:
        nquads = f"{folder}/graph.nq"
        if args.peers:
            subprocess.run([args.chancery, "export", args.kg, "--format", "nquads", "-o", nquads], check=True)
        make = {
            "pyoxigraph": lambda: PyOxigraph(nquads, namespaces),
            "rocksdb": lambda: PyOxigraph(nquads, namespaces, f"{folder}/rocksdb"),
            "rdflib": lambda: RdfLib(nquads, namespaces),
        }
        for name in filter(None, args.peers.split(",")):
            took, peers[name] = seconds(make[name])
            print(f"# {name} loads the graph in {took:.1f} s")
        print("\t".join(["query", "rows", "chancery cold ms", *(f"{name} rows\t{name} ms" for name in peers)]))
        for query in sorted(Path(args.queries).glob("*.rq")):
            took, rows = chancery_time(args.chancery, args.kg, query, args.runs)
            cells = [query.stem, "failed" if rows is None else rows, f"{took * 1000:.0f}"]
            for peer in peers.values():
                rows, took = forked(lambda: peer.rows(query.read_text()), args.limit)
                cells += [rows, "-" if took is None else f"{took * 1000:.0f}"]
            print("\t".join(map(str, cells)), flush=True)


if __name__ == "__main__":
    main()
