#!/bin/sh
# Exports a graph in every format and opens each file with its real reader.
#   tests/readers/run.sh PROGRAM KG [FOLDER]
# PROGRAM is the built chancery; KG a folder made by `chancery build` or a file made by `chancery extract`.
# tests/data/export/documents.jsonl is a small graph of nasty names; examples/graph_from_records.rs makes a folder of it.
# Needs python3 with venv, `dot` (Debian: graphviz) and `xmllint` (libxml2-utils). Python packages go into FOLDER/venv.
set -eu
program=$1 graph=$2 folder=${3:-$(mktemp -d)}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder"
for format in dot graphml gexf cytoscape csv node-link svg; do
    "$program" export "$graph" --quiet --format "$format" --output "$folder/network.$format"
done
"$program" export "$graph" --quiet --format graphml --flavour yed --output "$folder/network.yed"
if [ -d "$graph" ]; then
    for format in turtle trig ntriples nquads rdfxml jsonld; do
        "$program" export "$graph" --quiet --format "$format" --rdf 1.1 --output "$folder/graph.$format"
    done
fi
if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
fi
exec "$folder/venv/bin/python" "$here/read.py" "$folder"
