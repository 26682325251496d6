"""Compares what a program that is built with SHACL says of a graph with what pySHACL says.

    python shapes.py PROGRAM KG SHAPES ONTOLOGY

PROGRAM is chancery, built with `--features shacl`, KG a folder made by `chancery build`; SHAPES and ONTOLOGY are those that
are built in. Verdicts must be the same, and of each result the node, the path and the kind of constraint.
Exit status: 0 the same, 1 not the same. Needs: pip install pyshacl
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from pyshacl import validate
from rdflib import Graph, Namespace

import shacl

SH = Namespace("http://www.w3.org/ns/shacl#")


def results(report):
    def text(node, predicate):
        value = report.value(node, predicate)
        return "" if value is None else str(value)

    parts = SH.focusNode, SH.resultPath, SH.sourceConstraintComponent
    return {tuple(text(node, part) for part in parts) for node in report.objects(None, SH.result)}


def main(program, graph, shapes, ontology):
    own = subprocess.run([program, "check", graph, "--report", "turtle", "--quiet"], capture_output=True, text=True)
    if own.returncode not in (0, 1):
        sys.exit(own.stderr)
    ours = Graph().parse(data=own.stdout, format="turtle")
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / "kg.nq"
        export = [program, "export", graph, "--format", "nquads", "--rdf", "1.1", "--quiet", "--output", exported]
        subprocess.run(export, check=True)
        data = shacl.read(exported) + shacl.read(ontology)
    conforms, theirs, text = validate(data, shacl_graph=shacl.read(shapes), inference="none", advanced=True)
    if conforms != (own.returncode == 0):
        sys.exit(f"pySHACL says {conforms}, the program {own.returncode == 0}\n{text}")
    here, there = results(ours), results(theirs)
    if here != there:
        sys.exit(f"only here {sorted(here - there)[:3]}, only by pySHACL {sorted(there - here)[:3]}")
    print(f"{graph}: {'valid' if conforms else f'{len(here)} results'}, as pySHACL says")


if __name__ == "__main__":
    main(*sys.argv[1:])
