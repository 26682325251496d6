#!/bin/sh
# Measures speed, memory and sizes: scripts/bench.sh [--write] [DATA] [BINARY] [OPTION...]
# DATA is a file of JSON Lines, perhaps with .gz; BINARY the built chancery (target/release/chancery). Options are those of
# benches/peers/speed.py, such as --sizes 100,200 --edges 1000 for a small run; as it stands it takes a quarter of an hour on two cores.
# Prints tables; with --write puts them between the marks of docs/RESULTS.md instead, at its end if there are none.
# Peers (pyoxigraph, rdflib, networkx) are measured where python3 finds them.
set -eu

write=no
if [ "${1:-}" = --write ]; then
    write=yes
    shift
fi
scripts=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$scripts/.." && pwd)
data=${1:-$root/../shared/data/news.jsonl.gz}
binary=${2:-$root/target/release/chancery}
[ $# -lt 1 ] || shift
[ $# -lt 1 ] || shift
if [ ! -f "$data" ] || [ ! -x "$binary" ]; then
    echo "usage: scripts/bench.sh [--write] [DATA] [BINARY] [OPTION...]; there is no $data, or no program $binary" >&2
    exit 2
fi

tables() {
    python3 "$root/benches/peers/speed.py" "$data" "$binary" "$@"
}

if [ "$write" = no ]; then
    tables "$@"
    exit 0
fi
results=$root/docs/RESULTS.md
new=$(mktemp "$results.XXXXXX")
trap 'rm -f "$new" "$new.tables"' EXIT
tables "$@" >"$new.tables"
if ! grep -q '^<!-- speed -->$' "$results"; then
    printf '\n## Speed\n\n`scripts/bench.sh --write DATA`; processor time of a release build.\n\n<!-- speed -->\n<!-- end of speed -->\n' >>"$results"
fi
{
    sed '/^<!-- speed -->$/q' "$results"
    echo
    cat "$new.tables"
    sed -n '/^<!-- end of speed -->$/,$p' "$results"
} >"$new"
cat "$new" >"$results"
