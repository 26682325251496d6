"""Opens each exported file of a folder with the program or library that users open it with.

Counts of nodes, edges, statuses and attributes must be those of the node-link JSON. Prints a line for each file and
exits with 1 if any differs. See run.sh, which makes the folder.

gexf.xsd, viz.xsd and graphml.xsd are ours. Who has the schemas of the formats' own projects names the files to begin with in
GEXF_SCHEMA and GRAPHML_SCHEMA; the exports are then validated with these, too.
"""

import collections
import csv
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import igraph
import leidenalg
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


# Made for each format in its own way, or told by the ends of a tie.
OWN = {"id", "label", "name", "iri", "clauses", "sentences", "color", "source", "target", "key", "weight", "value"}


def columns(rows):
    """Every column of rows of attributes, as a multiset of its values."""
    found = collections.defaultdict(collections.Counter)
    for row in rows:
        for name, value in row.items():
            text = cell(value)
            if name not in OWN and text:
                found[name][text] += 1
    return dict(found)


def cell(value):
    """A value as text, whatever a reader makes of it: lists in order, numbers to six digits, truth in lower case."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return " ".join(cell(item) for item in value)
    text = plain(str(value))
    if NUMBER.fullmatch(text):
        return f"{float(text):.6g}"
    return {"True": "true", "False": "false"}.get(text, text)


# A code such as 057 is none.
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(e-?\d+)?")


def same_columns(what, found, wanted):
    """Compares columns, but for what formats put between the items of a list."""
    tidy = lambda text: " ".join(re.sub("[;,]", " ", text).split())
    for name, values in wanted.items():
        other = collections.Counter(tidy(text) for text in found.get(name, collections.Counter()).elements())
        values = collections.Counter(tidy(text) for text in values.elements())
        assert other == values, f"{what} {name}: {first_difference(other, values)}"


def expected_columns(folder):
    data = json.loads((folder / "network.node-link").read_text())
    return columns(data["nodes"]), columns(data["edges"])


def compare_columns(folder, nodes, edges, without=()):
    wanted_nodes, wanted_edges = expected_columns(folder)
    leave = lambda table: {name: values for name, values in table.items() if name not in without}
    same_columns("node", columns(nodes), leave(wanted_nodes))
    same_columns("edge", columns(edges), leave(wanted_edges))


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
    compare_columns(folder, [data for _, data in graph.nodes(data=True)], [data for *_, data in graph.edges(data=True)])
    return of_networkx(graph)


def graphml_yed(folder):
    graph = networkx.read_graphml(folder / "network.yed", force_multigraph=True)
    assert all("x" in data and "shape_type" in data for _, data in graph.nodes(data=True))
    validate(folder / "network.yed")
    return of_networkx(graph)


def graphml_igraph(folder):
    graph = igraph.Graph.Read_GraphML(str(folder / "network.graphml"))
    return summary(graph.vs["name"], graph.ecount(), graph.es["status"], [text or "" for text in graph.es["evidence"]])


def validate(path, schema="graphml.xsd"):
    """By xmllint, as users would."""
    program = shutil.which("xmllint")
    assert program, "install libxml2-utils"
    run = subprocess.run([program, "--noout", "--nonet", "--schema", HERE / schema, path], capture_output=True)
    assert run.returncode == 0, run.stderr.decode()[:500]


def graphml_schema(folder):
    validate(folder / "network.graphml")


def gexf_schema(folder):
    validate(folder / "network.gexf", "gexf.xsd")


def gexf_official(folder):
    """Its viz elements are declared in the namespace of GEXF, where neither Gephi nor the primer's examples have them: they move."""
    text = (folder / "network.gexf").read_text()
    moved = folder / "moved.gexf"
    moved.write_text(re.sub(r"<(/?)viz:", r"<\1", text))
    validate(moved, pathlib.Path(os.environ["GEXF_SCHEMA"]).absolute())


def graphml_official(folder):
    """Without the attributes for Neo4j's APOC, which the schema does not know."""
    tree = etree.parse(folder / "network.graphml")
    for element in tree.iter("{*}node", "{*}edge"):
        for name in ("labels", "label"):
            element.attrib.pop(name, None)
    tree.write(folder / "bare.graphml")
    validate(folder / "bare.graphml", pathlib.Path(os.environ["GRAPHML_SCHEMA"]).absolute())


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
    rows = lambda path: [{v.get("for"): v.get("value") for v in item.iterfind("g:attvalues/g:attvalue", GEXF)} for item in find(path)]
    compare_columns(folder, rows("//g:node"), rows("//g:edge"))
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
    compare_columns(folder, [data for _, data in graph.nodes(data=True)], [data for *_, data in graph.edges(data=True)], without={"x", "y"})
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
    bare = lambda table: [{name.partition(":")[0]: value for name, value in row.items()} for row in table.to_dict("records")]
    compare_columns(folder, bare(nodes), bare(edges), without={"class"})
    return summary(list(nodes["name"]), len(edges), list(edges["status"]), list(edges["evidence"]))


def csv_neo4j(folder):
    """The rules of `neo4j-admin database import` for headers and values (Neo4j 5 operations manual, "CSV header format")."""
    for name, wanted in (("nodes.csv", {"ID", "LABEL"}), ("relationships.csv", {"START_ID", "END_ID", "TYPE"})):
        with open(folder / "network.csv" / name, newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file, strict=True)
        fields = [NEO4J_FIELD.fullmatch(field) for field in header]
        assert all(fields), [field for field, match in zip(header, fields) if not match]
        special = [match["special"] for match in fields if match["special"]]
        assert sorted(special) == sorted(wanted), special
        names = [match["name"] for match in fields if match["name"]]
        assert len(set(names)) == len(names), "a property is there twice"
        for row in rows:
            assert len(row) == len(header), row
            assert not any("\n" in value or "\r" in value or "\0" in value for value in row), "a record a line"
            for match, value in zip(fields, row):
                for item in value.split(";") if match["array"] else [value]:
                    NEO4J_TYPES[match["type"] or "string"](item) if item else None
        keys = [row[header.index("id:ID")] for row in rows] if "ID" in wanted else []
        assert len(set(keys)) == len(keys), "identifiers are unique"


NEO4J_FIELD = re.compile(
    r"(?P<name>[^:]*)(?::(?:(?P<special>ID|LABEL|START_ID|END_ID|TYPE|IGNORE)(?:\([^)]*\))?"
    r"|(?P<type>int|long|float|double|boolean|byte|short|char|string|point|date|localtime|time|localdatetime|datetime|duration)(?P<array>\[\])?))?"
)
NEO4J_TYPES = {
    "int": int, "double": float, "string": str, "date": datetime.date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}  # fmt: skip


def measures(folder):
    """What chancery measures is what NetworkX measures, and its communities are as good as those of leidenalg."""
    data = json.loads((folder / "network.node-link").read_text())
    graph = networkx.Graph()
    graph.add_nodes_from(node["id"] for node in data["nodes"])
    for edge in data["edges"]:
        ends = edge["source"], edge["target"]
        if edge["counted"] and ends[0] != ends[1]:
            weight = edge["count"] * (2 if edge["symmetric"] else 1)
            graph.add_edge(*ends, weight=weight + graph.get_edge_data(*ends, {"weight": 0})["weight"])
    near = lambda a, b: abs(a - b) < 1e-8
    for name, values in (
        ("constraint", networkx.constraint(graph, weight="weight")),
        ("effective_size", networkx.effective_size(graph)),
        ("betweenness", networkx.betweenness_centrality(graph)),
        ("core", networkx.core_number(graph)),
        ("degree", dict(graph.degree())),
    ):
        wrong = [node["id"] for node in data["nodes"] if name in node and not near(node[name], values[node["id"]])]
        assert not wrong, f"{name} of {wrong[:3]}"
    between = networkx.edge_betweenness_centrality(graph)
    for edge in data["edges"]:
        ends = edge["source"], edge["target"]
        assert "betweenness" not in edge or near(edge["betweenness"], between.get(ends, between.get(ends[::-1]))), ends
    groups = lambda name: set(map(frozenset, by(data["nodes"], name).values()))
    assert groups("component") == set(map(frozenset, networkx.connected_components(graph)))
    own = networkx.community.modularity(graph, groups("community"))
    peer = igraph.Graph.from_networkx(graph)
    runs = [
        leidenalg.find_partition(peer, leidenalg.ModularityVertexPartition, weights="weight", n_iterations=-1, seed=seed)
        for seed in range(10)
    ]
    parts = lambda run: [{peer.vs[at]["_nx_name"] for at in part} for part in run]
    best = max(networkx.community.modularity(graph, parts(run)) for run in runs)
    assert own > best - 0.01, f"modularity {own:.4f}, leidenalg {best:.4f}"
    print(f"modularity {own:.4f}, the best of ten runs of leidenalg {best:.4f}")


def by(nodes, name):
    groups = collections.defaultdict(set)
    for node in nodes:
        groups[node[name]].add(node["id"])
    return groups


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
    own = lambda row: {name: unescape(value) for name, value in row.items() if isinstance(value, str)}
    unescape = lambda text: text.replace("\\n", " ").replace("\\\\", "\\")
    compare_columns(folder, map(own, nodes), map(own, edges), without={"x", "y", "style"})
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
    # XML has no place for some characters, and turns the ends of lines into one kind.
    tidy = lambda term: re.sub(r"[\x00-\x20\ufffd-\uffff]+", " ", str(term))
    sizes = {}
    for name, form in formats.items():
        path = folder / f"graph.{name}"
        if path.exists():
            dataset = rdflib.Dataset(default_union=True)
            dataset.parse(path, format=form)
            sizes[name] = {(*map(str, triple[:2]), tidy(triple[2])) for triple in dataset.quads()}
    for name, triples in sizes.items():
        assert triples, f"{name} is empty"
        other = sizes["nquads"]
        assert triples == other, f"{name}: only there {list(triples - other)[:2]}, missing {list(other - triples)[:2]}"


CHECKS = [
    node_link, cytoscape, graphml_schema, graphml_networkx, graphml_yed, graphml_igraph, gexf_schema, gexf_xml,
    gexf_networkx, csv_pandas, csv_neo4j, measures, dot_graphviz, dot_pydot, svg_xml, rdf,
]  # fmt: skip
CHECKS += [check for name, check in {"GEXF_SCHEMA": gexf_official, "GRAPHML_SCHEMA": graphml_official}.items() if name in os.environ]


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
