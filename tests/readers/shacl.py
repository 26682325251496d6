"""Validates a graph against SHACL shapes with pySHACL.

    python shacl.py DATA SHAPES [ONTOLOGY...]

DATA is RDF 1.1 (`chancery export KG --format nquads --rdf 1.1`), in N-Quads, TriG, Turtle or N-Triples by its
extension; named graphs are merged. SHAPES and ONTOLOGY are Turtle; the ontology gives the subclasses that shapes refer to.
Exit status: 0 valid, 1 not valid (the report is printed), 2 could not run. Needs: pip install pyshacl
"""

import sys
from pathlib import Path

FORMATS = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".nt": "nt"}


def read(path):
    """One graph of all triples of a file."""
    from rdflib import Dataset, Graph

    kind = FORMATS.get(Path(path).suffix)
    if kind is None:
        raise ValueError(f"{path}: unknown extension, use one of {' '.join(FORMATS)}")
    if kind not in ("nquads", "trig"):
        return Graph().parse(path, format=kind)
    merged = Graph()
    for subject, predicate, value, _ in Dataset().parse(path, format=kind).quads():
        merged.add((subject, predicate, value))
    return merged


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        from pyshacl import validate

        data, shapes = read(arguments[0]), read(arguments[1])
    except Exception as error:  # noqa: BLE001, a script that cannot run says why
        print(f"shacl.py: {error}", file=sys.stderr)
        return 2
    # Without statements nothing was validated, and that is not a pass.
    statement = "https://w3id.org/chancery/ontology#Statement"
    count = sum(1 for _, _, value in data if str(value) == statement)
    if count == 0:
        print(f"shacl.py: {arguments[0]} holds no statements", file=sys.stderr)
        return 2
    size = len(data)
    # Merged and not given as an ontology graph: of that pySHACL takes only what it needs for subclasses.
    for path in arguments[2:]:
        data += read(path)
    conforms, _, report = validate(data, shacl_graph=shapes, inference="none", advanced=True)
    print(report if not conforms else f"{arguments[0]}: {size} triples, {count} statements, valid")
    return 0 if conforms else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
