"""Asks a server with a client that others wrote, and looks at what it says of itself as the specification wants it.

    python reconcile.py PROGRAM KG

PROGRAM is the built chancery, KG a graph that knows Vladimir Putin; the server is started and ended here. The client is
`reconciler` (https://pypi.org/project/reconciler), which OpenRefine's users have in Python; what it does not ask (suggest,
preview, extend) is asked with `requests` after the text of the Reconciliation API 0.2. The description of the SPARQL service is
read by rdflib. Exit status: 0 all well, 1 not. Needs: pip install reconciler rdflib requests.
"""

import subprocess
import sys

import numpy
import pandas
import rdflib
import requests

# The client's last release (0.2.2) still calls it by the name that NumPy 2 took away.
numpy.NaN = numpy.nan
from reconciler import reconcile  # noqa: E402


def check(what, is_so):
    if not is_so:
        sys.exit(f"wrong: {what}")


def ask_as_a_client(service):
    names = pandas.Series(["Vladimir Putin", "Zorblax Quux"])
    found = reconcile(names, type_id="Person", reconciliation_endpoint=service, top_res="all")
    putin = found[found["input_value"] == "Vladimir Putin"]
    check("the client finds Vladimir Putin", putin.iloc[0]["name"] == "Vladimir Putin" and putin.iloc[0]["match"])
    check("nobody is found for nonsense", not found[found["input_value"] == "Zorblax Quux"]["match"].any())
    return putin.iloc[0]["id"]


def walk(service, id):
    manifest = requests.get(service, headers={"Origin": "https://elsewhere.example"})
    check("CORS", manifest.headers["Access-Control-Allow-Origin"] == "*")
    manifest = manifest.json()
    check("required members", {"versions", "name", "identifierSpace", "schemaSpace"} <= manifest.keys())
    for part in ["entity", "type", "property"]:
        suggest = manifest["suggest"][part]
        answer = requests.get(suggest["service_url"] + suggest["service_path"], params={"prefix": "p"}).json()
        check(f"suggest {part}", all({"id", "name"} <= one.keys() for one in answer["result"]) and answer["result"])
    flyout = manifest["suggest"]["entity"]
    flyout = flyout["flyout_service_url"] + flyout["flyout_service_path"].replace("${id}", id)
    check("flyout", requests.get(flyout).json()["id"] == id)
    for url in [manifest["view"]["url"], manifest["preview"]["url"]]:
        page = requests.get(url.replace("{{id}}", id))
        check(f"page {page.url}", page.ok and page.headers["Content-Type"].startswith("text/html"))
    propose = manifest["extend"]["propose_properties"]
    proposed = requests.get(propose["service_url"] + propose["service_path"], params={"type": "Person"}).json()
    wanted = {"ids": [id], "properties": [{"id": one["id"]} for one in proposed["properties"]]}
    answer = requests.post(service, data={"extend": requests.compat.json.dumps(wanted)}).json()
    check("a column for each property", [one["id"] for one in answer["meta"]] == [one["id"] for one in proposed["properties"]])
    shapes = [{"id", "name"}, {"str"}, {"int"}, {"float"}, {"date"}]
    cells = [cell for values in answer["rows"][id].values() for cell in values]
    check("cells", cells and all(set(cell) in shapes for cell in cells))


def describe(service):
    """What the SPARQL service says of itself, which is the same in each form, and what its graphs are."""
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    sizes = set()
    for media_type, form in {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}.items():
        answer = requests.get(service, headers={"Accept": media_type})
        check(media_type, answer.headers["Content-Type"].startswith(media_type))
        graph = rdflib.Graph().parse(data=answer.text, format=form)
        (described,) = graph.subjects(rdflib.RDF.type, sd.Service)
        check("endpoint", graph.value(described, sd.endpoint) == rdflib.URIRef(service))
        check("language", graph.value(described, sd.supportedLanguage) == sd.SPARQL11Query)
        sizes.add(len(graph))
    named = {str(name) for name in graph.objects(None, sd.name)}
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    rows = requests.post(service, data={"query": query}).json()["results"]["bindings"]
    check("its graphs", named == {row["g"]["value"] for row in rows})
    check("one description", len(sizes) == 1)


def main(program, graph):
    command = [program, "serve", graph, "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            for path in ["reconcile", "reconcile/index"]:
                walk(address + path, ask_as_a_client(address + path))
            describe(address + "sparql")
        finally:
            server.terminate()
        check("it ends in good order", server.wait(10) == 0)
    print("reconciliation: manifest, queries, suggest, flyout, view, preview and extend of two services are well, and what the SPARQL service says of itself")


if __name__ == "__main__":
    main(*sys.argv[1:])
