"""Compares what is inferred with what owlrl infers.

    python reason.py GRAPH ONTOLOGY

GRAPH is `chancery export KG --format nquads --rdf 1.1 --inferred`, ONTOLOGY the folder of Turtle files. Of the ontology
what chancery takes is given to owlrl: axioms about its relations, and the classes. Of what owlrl infers (it knows many
more rules) triples of relations and of named classes are compared. Exit status: 0 the same, 1 not. Needs: pip install owlrl
"""

import pathlib
import sys

from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

CHAINED = OWL.propertyChainAxiom
TAKEN = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf}
KINDS = {OWL.SymmetricProperty, OWL.TransitiveProperty}


def axioms(folder):
    """What the ontology declares of its relations, and the relations and classes."""
    everything = Graph()
    for path in sorted(pathlib.Path(folder).rglob("*.ttl")):
        everything.parse(path, format="turtle")
    relations = {s for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in everything.subjects(RDF.type, kind)}
    taken = Graph()
    for s, p, o in everything:
        if isinstance(s, BNode) or (p in TAKEN and (isinstance(o, BNode) or o == RDFS.Literal or str(o).startswith(str(XSD)))):
            continue
        if p == RDFS.subClassOf or (s in relations and (p in TAKEN or (p == RDF.type and o in KINDS))):
            taken.add((s, p, o))
        if s in relations and p == CHAINED:
            taken.add((s, p, o))
            while o != RDF.nil:
                taken.add((o, RDF.first, everything.value(o, RDF.first)))
                rest = everything.value(o, RDF.rest)
                taken.add((o, RDF.rest, rest))
                o = rest
    classes = {c for s, p, o in taken if p == RDFS.subClassOf for c in (s, o)} | {o for _, p, o in taken if p in (RDFS.domain, RDFS.range)}
    return taken, relations, classes


def main(graph, folder):
    import owlrl

    taken, relations, classes = axioms(folder)
    asserted, inferred = set(), set()
    for s, p, o, name in Dataset().parse(graph, format="nquads").quads():
        if p in relations or (p == RDF.type and o in classes):
            (inferred if str(name).endswith("/inferred") else asserted).add((s, p, o))
    closure = Graph()
    for triple in list(taken) + [triple for triple in asserted if not isinstance(triple[2], Literal)]:
        closure.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    named = {s for s, _, _ in asserted} | {o for _, p, o in asserted if p != RDF.type and isinstance(o, URIRef)}
    expected = {
        (s, p, o)
        for s, p, o in closure
        if s in named and ((p in relations and o in named) or (p == RDF.type and o in classes)) and (s, p, o) not in asserted
    }
    # A text says of its subject what the domain is; owlrl was not given texts, whose datatypes it would judge.
    for relation, domain in taken.subject_objects(RDFS.domain):
        for s in {s for s, p, o in asserted if p == relation and isinstance(o, Literal)}:
            above = {domain} | set(taken.transitive_objects(domain, RDFS.subClassOf))
            expected |= {(s, RDF.type, c) for c in above if (s, RDF.type, c) not in asserted}
    print(f"{len(asserted)} asserted, {len(inferred)} inferred, {len(expected)} by owlrl")
    for what, triples in (("only here", inferred - expected), ("only owlrl", expected - inferred)):
        for triple in sorted(triples)[:10]:
            print(what, *triple)
    return 0 if inferred and inferred == expected else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
