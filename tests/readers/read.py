"""Opens each exported file of a folder with the program or library that users open it with.

Counts of nodes, edges, statuses and attributes must be those of the node-link JSON. Prints a line for each file and
exits with 1 if any differs. See run.sh, which makes the folder.
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys

import igraph
import networkx
import pandas
import pydot
import rdflib
from lxml import etree

HERE = pathlib.Path(__file__).parent
GEXF = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}


def summary(names, edges, statuses, sentences):
    """What must be the same in every file: names as a multiset, edges, statuses, evidence sentences."""
    return {
        "nodes": len(names),
        "edges": edges,
        "names": collections.Counter(plain(name) for name in names),
        "statuses": collections.Counter(statuses),
        "evidence": collections.Counter(plain(text) for text in sentences),
    }


def plain(text):
    """Without what some format cannot carry: control characters, noncharacters, the apostrophe that defuses."""
    text = "".join(" " if c in "\t\r\n" else c for c in text if c not in "\ufffd\ufffe\uffff" and (c >= " " or c in "\t\r\n"))
    text = " ".join(text.split())
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@|＝＋－＠" else text


def expected(folder):
    data = json.loads((folder / "network.node-link").read_text())
    edges = data["edges"]
    return summary(
        [node["name"] for node in data["nodes"]],
        len(edges),
        [edge["status"] for edge in edges],
        [edge.get("evidence", "") for edge in edges],
    )


def of_networkx(graph):
    attributes = [data for *_, data in graph.edges(data=True)]
    return summary(
        [data["name"] for _, data in graph.nodes(data=True)],
        graph.number_of_edges(),
        [data["status"] for data in attributes],
        [data.get("evidence", "") for data in attributes],
    )


def graphml_networkx(folder):
    graph = networkx.read_graphml(folder / "network.graphml", force_multigraph=True)
    assert graph.is_directed()
    types = {type(data["count"]) for *_, data in graph.edges(data=True)}
    assert types <= {int}, types
    return of_networkx(graph)


def graphml_yed(folder):
    graph = networkx.read_graphml(folder / "network.yed", force_multigraph=True)
    assert all("x" in data and "shape_type" in data for _, data in graph.nodes(data=True))
    validate(folder / "network.yed")
    return of_networkx(graph)


def graphml_igraph(folder):
    graph = igraph.Graph.Read_GraphML(str(folder / "network.graphml"))
    return summary(graph.vs["name"], graph.ecount(), graph.es["status"], [text or "" for text in graph.es["evidence"]])


def validate(path):
    schema = etree.XMLSchema(etree.parse(HERE / "graphml.xsd"))
    schema.assertValid(etree.parse(path))


def graphml_schema(folder):
    validate(folder / "network.graphml")


def gexf_xml(folder):
    """What Gephi needs, which no reader here checks."""
    tree = etree.parse(folder / "network.gexf")
    find = lambda path: tree.xpath(path, namespaces=GEXF)
    assert find("/g:gexf/@version") == ["1.3"] and find("//g:graph/@mode") == ["dynamic"]
    assert find("//g:graph/@timeformat") == ["date"]
    assert len(find("//g:node/viz:position")) == len(find("//g:node")) == len(find("//g:node/viz:color"))
    kinds = [tuple(edge.get(key) for key in ("source", "target", "kind")) for edge in find("//g:edge")]
    assert len(set(kinds)) == len(kinds), "Gephi would merge edges of one kind"
    for spell in find("//*[@start]"):
        assert pandas.Timestamp(spell.get("start")) <= pandas.Timestamp(spell.get("end"))
    value = lambda edge, name: edge.xpath(f"string(g:attvalues/g:attvalue[@for='{name}']/@value)", namespaces=GEXF)
    edges = find("//g:edge")
    return summary(
        [node.get("label") for node in find("//g:node")],
        len(edges),
        [value(edge, "status") for edge in edges],
        [value(edge, "evidence") for edge in edges],
    )


def gexf_networkx(folder):
    graph = networkx.read_gexf(folder / "network.gexf")
    edges = [data for _, _, data in graph.edges(data=True)]
    return summary(
        [data["label"] for _, data in graph.nodes(data=True)],
        len(edges),
        [data["status"] for data in edges],
        [data.get("evidence", "") for data in edges],
    )


def cytoscape(folder):
    graph = networkx.cytoscape_graph(json.loads((folder / "network.cytoscape").read_text()))
    return of_networkx(graph)


def node_link(folder):
    graph = networkx.node_link_graph(json.loads((folder / "network.node-link").read_text()), edges="edges")
    return of_networkx(graph)


def csv_pandas(folder):
    read = lambda name: pandas.read_csv(folder / "network.csv" / name, keep_default_na=False, dtype=str)
    nodes, edges = read("nodes.csv"), read("relationships.csv")
    assert list(nodes.columns[:3]) == ["id:ID", "name", ":LABEL"]
    assert list(edges.columns[:3]) == [":START_ID", ":END_ID", ":TYPE"]
    assert set(edges[":START_ID"]) | set(edges[":END_ID"]) <= set(nodes["id:ID"])
    assert edges["count:int"].astype(int).sum() >= len(edges)
    return summary(list(nodes["name"]), len(edges), list(edges["status"]), list(edges["evidence"]))


def dot_graphviz(folder):
    """`dot` itself: counts of its own canonical JSON, and a picture."""
    program = shutil.which("dot")
    assert program, "install graphviz"
    run = lambda form: subprocess.run([program, f"-T{form}", folder / "network.dot"], capture_output=True, check=True)
    answer = run("json0")
    assert not answer.stderr, answer.stderr.decode()[:500]
    data = json.loads(answer.stdout, strict=False)
    nodes = [item for item in data["objects"] if "nodes" not in item and "iri" in item]
    assert b"<svg" in run("svg").stdout
    edges = data.get("edges", [])
    unescape = lambda text: text.replace("\\n", " ").replace("\\\\", "\\")
    return summary(
        [unescape(node["label"]) for node in nodes],
        len(edges),
        [edge["status"] for edge in edges],
        [unescape(edge.get("evidence", "")) for edge in edges],
    )


def dot_pydot(folder):
    (graph,) = pydot.graph_from_dot_file(folder / "network.dot", encoding="utf-8")
    nodes = [node for cluster in graph.get_subgraphs() for node in cluster.get_nodes()]
    assert len([node for node in nodes if node.get("iri")]) == expected(folder)["nodes"]
    assert len(graph.get_edges()) == expected(folder)["edges"]


def svg_xml(folder):
    tree = etree.parse(folder / "network.svg")
    names = {etree.QName(element).localname for element in tree.iter()}
    assert names <= {"svg", "title", "desc", "rect", "g", "path", "text"}, names
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")


def rdf(folder):
    formats = {"turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "rdfxml": "xml", "jsonld": "json-ld"}
    sizes = {}
    for name, form in formats.items():
        path = folder / f"graph.{name}"
        if path.exists():
            dataset = rdflib.Dataset(default_union=True)
            dataset.parse(path, format=form)
            sizes[name] = len({triple[:3] for triple in dataset.quads()})
    assert len(set(sizes.values())) <= 1, sizes
    assert all(sizes.values()), sizes


CHECKS = [
    node_link, cytoscape, graphml_schema, graphml_networkx, graphml_yed, graphml_igraph, gexf_xml, gexf_networkx,
    csv_pandas, dot_graphviz, dot_pydot, svg_xml, rdf,
]  # fmt: skip


def main():
    folder = pathlib.Path(sys.argv[1])
    wanted = expected(folder)
    print(f"expected: {wanted['nodes']} nodes, {wanted['edges']} edges, {dict(wanted['statuses'])}")
    failed = 0
    for check in CHECKS:
        try:
            found = check(folder)
            for key in wanted if found else ():
                assert found[key] == wanted[key], f"{key}: {first_difference(found[key], wanted[key])}"
            print(f"{check.__name__:17} ok")
        except Exception as error:
            failed += 1
            print(f"{check.__name__:17} FAILED {type(error).__name__}: {str(error)[:600]}")
    sys.exit(1 if failed else 0)


def first_difference(found, wanted):
    if not isinstance(wanted, collections.Counter):
        return f"{found} instead of {wanted}"
    return f"only in the file {list((found - wanted).items())[:3]}, missing {list((wanted - found).items())[:3]}"


if __name__ == "__main__":
    main()
