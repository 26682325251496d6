#!/usr/bin/env python3
"""How fast and how large: tables in Markdown of a corpus at growing sizes, of queries, of large networks and of single commands.

    benches/peers/speed.py DATA [BINARY] [--sizes 1000,2000,4000,8588] [--edges 100000,1000000] [--peers pyoxigraph,rdflib,networkx]
        [--query-limit 5] [--network-limit 60]

DATA is a file of JSON Lines, perhaps with .gz, with `text` in each. Peers that are not installed are left out, and said to be.
Seconds are CPU, user and system of all threads, unless they are said to be of a clock; memory is the most that was resident.
A peer is ended when it takes longer than the limits, which the tables state, so that all of it takes a quarter of an hour on two cores.
"""

import argparse
import gzip
import importlib.util
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

# Of a command that is to work out what it could have kept of an earlier time.
ANEW = " (measured anew)"
ROOT = Path(__file__).resolve().parents[2]


def run(command, may_fail=False, limit=None):
    """Seconds of the clock, seconds of CPU, and peak memory in MB of a command; None if it fails and may do so, or is ended
    after `limit` seconds."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = threading.Timer(limit, lambda: os.kill(process.pid, signal.SIGKILL)) if limit else None
    if end:
        end.start()
    _, status, used = os.wait4(process.pid, 0)
    if end:
        end.cancel()
    if end and time.perf_counter() - began >= limit:
        process.returncode = -signal.SIGKILL
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        if may_fail:
            return None
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)


def growth(binary, lines, sizes, folder):
    print("### Reading a corpus\n")
    print("`extract` and `build` of the first documents of the corpus, with all threads of the machine.\n")
    rows = []
    for size in sizes:
        part = folder / f"{size}.jsonl"
        part.write_text("".join(lines[:size]))
        words = sum(len(json.loads(line)["text"].split()) for line in lines[:size])
        for command in ["extract", "build"]:
            graph = folder / f"kg{size}"
            call = [binary, command, part] + (["-o", graph] if command == "build" else [])
            clock, cpu, memory = run(call)
            record = [f"`{command}`", f"{size:,}", f"{words:,}", f"{clock:.1f}", f"{cpu:.1f}"]
            record += [f"{size / cpu:,.0f}", f"{words / cpu:,.0f}", f"{memory:.0f}"]
            of = lambda path: f"{(graph / path).stat().st_size / 1e6:.1f}"
            rows.append(record + ([of("archive/records"), of("index/quads")] if command == "build" else ["", ""]))
    head = ["command", "documents", "words", "s (clock)", "s (CPU)", "documents/s", "words/s", "MB", "archive MB", "index MB"]
    table([name.replace("/s", "/s of CPU") for name in head], rows)
    return folder / f"kg{sizes[-1]}"


def commands(binary, graph, folder):
    print("### Commands on the largest of these graphs\n")
    out = folder / "out"
    info = subprocess.run([binary, "show", graph, "Russia"], capture_output=True)
    actors = ["Russia", "Ukraine"] if info.returncode == 0 else top_actors(binary, graph)
    calls = {
        f"show {actors[0]}": ["show", graph, actors[0]],
        f"timeline {' '.join(actors)}": ["timeline", graph, *actors],
        "export --format dot": ["export", graph, "--format", "dot", "-o", f"{out}.dot"],
        "export --format graphml": ["export", graph, "--format", "graphml", "-o", f"{out}.graphml"],
        f"export --format graphml{ANEW}": ["export", graph, "--format", "graphml", "-o", f"{out}.graphml"],
        "export --format nquads": ["export", graph, "--format", "nquads", "-o", f"{out}.nq"],
        "query (one pattern)": ["query", graph, "SELECT * { ?a ch:attacked ?b } LIMIT 10"],
        "compact --dry-run": ["compact", graph, "--dry-run"],
        "check": ["check", graph],
    }
    rows = []
    for name, call in calls.items():
        runs = []
        for _ in range(3):
            # What the first export of a graph keeps for all later ones.
            for kept in ("measures", "places", "places-dot") if name.endswith(ANEW) else ():
                (graph / "index" / kept).unlink(missing_ok=True)
            runs.append(run([binary, *call], may_fail=True))
        # A small corpus may not know the actors.
        if None not in runs:
            clock, cpu, memory = min(runs)
            rows.append([f"`{name}`", f"{clock:.2f}", f"{cpu:.2f}", f"{memory:.0f}"])
    table(["command", "s (clock, best of 3)", "s (CPU)", "MB"], rows)


def top_actors(binary, graph):
    query = "SELECT ?n { ?s ch:subject ?a . ?a rdfs:label ?n } GROUP BY ?n ORDER BY DESC(COUNT(*)) LIMIT 2"
    found = subprocess.run([binary, "query", graph, query, "--format", "csv"], capture_output=True, text=True, check=True)
    return [line.strip('"') for line in found.stdout.splitlines()[1:3]]


def queries(binary, graph, peers, limit):
    print("### Ready queries, cold\n")
    known = [peer for peer in peers if peer in ("pyoxigraph", "rdflib")]
    call = [sys.executable, ROOT / "benches/peers/query_latency.py", graph, "--chancery", binary, "--runs", "3"]
    call += ["--peers", ",".join(known), "--limit", limit] if known else []
    found = subprocess.run([str(part) for part in call], capture_output=True, text=True, check=True).stdout.splitlines()
    notes = [line[2:] for line in found if line.startswith("#")]
    rows = [line.split("\t") for line in found if not line.startswith("#")]
    text = "Milliseconds; a query of chancery is a process that opens the graph (median of three)."
    if known:
        text += f" The peers have loaded it before and are ended after {limit} s a query: " + "; ".join(notes) + "."
        text += " Rows with names differ, as chancery gives an entity one name in all documents; rdflib refuses triple terms."
    print(text + "\n")
    table(rows[0], rows[1:])


def synthetic(edges, path):
    """Documents of fifty statements each between random actors: one tie a statement, or nearly."""
    dice, actors = random.Random(1), max(edges // 5, 2)
    span = {"start": 0, "end": 1}
    evidence = {"start": 0, "end": 4, "text": "text", "trigger": span, "subject": span, "object": span, "frame": "f#1"}
    empty = dict.fromkeys(["attributedTo", "time", "place", "cameo", "plover", "goldstein"])
    with open(path, "w", encoding="utf-8") as file:
        for number in range(edges // 50):
            ids, statements = {}, []
            for k in range(50):
                a = dice.randrange(actors)
                b = (a + 1 + dice.randrange(actors - 1)) % actors
                subject, object_ = (ids.setdefault(actor, f"e{len(ids) + 1}") for actor in (a, b))
                relation = dice.choice(["attacked", "visited", "praised", "criticized"])
                statement = {"id": f"s{k + 1}", "subject": subject, "predicate": relation, "object": object_}
                statements.append(statement | empty | {"status": "asserted", "confidence": 0.5, "evidence": evidence})
            entities = [
                {"id": local, "iri": f"https://example.org/e/{actor}", "name": f"Name {actor}", "type": "Person"}
                | {"mentions": [], "links": []}
                for actor, local in ids.items()
            ]
            record = {"schema": "chancery.document/1", "id": f"d{number}", "title": "", "date": "2020-01-01", "source": None}
            file.write(json.dumps(record | {"text": "text", "entities": entities, "statements": statements}) + "\n")


NETWORKX = """
import sys, networkx
graph = networkx.read_graphml(sys.argv[1]) if sys.argv[3] == "graphml" else networkx.read_gexf(sys.argv[1])
if sys.argv[2]:
    (networkx.write_graphml if sys.argv[3] == "graphml" else networkx.write_gexf)(graph, sys.argv[2])
print(graph.number_of_nodes(), graph.number_of_edges())
"""


def networks(binary, edges, peers, folder, limit):
    print("### Large networks\n")
    print(
        "chancery reads statements, projects the network, measures and lays it out and writes the file; NetworkX reads that file"
        f" and writes it again, and is ended after {limit} s.\n"
    )
    rows = []
    for count in edges:
        source = folder / f"edges{count}.jsonl"
        synthetic(count, source)
        for name in ["graphml", "gexf"]:
            out = folder / f"network.{name}"
            clock, cpu, memory = run([binary, "export", source, "--format", name, "-o", out, "--quiet"])
            size = f"{out.stat().st_size / 1e6:.0f}"
            rows.append([f"{count:,}", name, "chancery", f"{clock:.1f}", f"{cpu:.1f}", f"{memory:.0f}", size])
            if "networkx" in peers:
                again = folder / f"again.{name}"
                measured = run([sys.executable, "-c", NETWORKX, out, again, name], limit=limit)
                if measured is None:
                    rows.append([f"{count:,}", name, "NetworkX", f"over {limit}", "", "", ""])
                    continue
                clock, cpu, memory = measured
                size = f"{again.stat().st_size / 1e6:.0f}"
                rows.append([f"{count:,}", name, "NetworkX", f"{clock:.1f}", f"{cpu:.1f}", f"{memory:.0f}", size])
    table(["edges", "format", "program", "s (clock)", "s (CPU)", "MB", "file MB"], rows)


def told(part, *arguments):
    """Says how long a part of the tables took."""
    began = time.perf_counter()
    result = part(*arguments)
    print(f"{part.__name__}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    numbers = lambda text: [int(number) for number in text.split(",") if number]
    parser.add_argument("data", type=Path)
    parser.add_argument("binary", nargs="?", default=str(ROOT / "target/release/chancery"))
    parser.add_argument("--sizes", type=numbers, default=[1000, 2000, 4000, 8588])
    parser.add_argument("--edges", type=numbers, default=[100_000, 1_000_000])
    parser.add_argument("--peers", default="pyoxigraph,rdflib,networkx")
    parser.add_argument("--query-limit", type=int, default=5, help="seconds that a peer may take for a query")
    parser.add_argument("--network-limit", type=int, default=60, help="seconds that a peer may take for a network")
    args = parser.parse_args()
    peers = [peer for peer in args.peers.split(",") if peer and importlib.util.find_spec(peer)]
    for peer in set(filter(None, args.peers.split(","))) - set(peers):
        print(f"left out: {peer} is not installed", file=sys.stderr)
    opened = gzip.open if args.data.suffix == ".gz" else open
    with opened(args.data, "rt", encoding="utf-8") as file:
        lines = [line for line in file if re.search(r'"text"', line)]
    sizes = [size for size in args.sizes if size <= len(lines)] or [len(lines)]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        graph = told(growth, args.binary, lines, sizes, folder)
        told(commands, args.binary, graph, folder)
        told(queries, args.binary, graph, peers, args.query_limit)
        told(networks, args.binary, args.edges, peers, folder, args.network_limit)


if __name__ == "__main__":
    main()
