#!/bin/sh
# Fills a small disk by a build and looks at what is left: nothing that was there may be lost, and what is missing comes by the
# same command when there is room again.
#   tests/full_disk.sh PROGRAM ARTICLES FOLDER
# PROGRAM is the built chancery, ARTICLES a folder of articles, FOLDER an empty one to work in. Needs root, or a user who may mount.
# Exit status: 0 all as it should be, 1 not, 77 a disk in memory cannot be mounted here.
set -eu
program=$1 articles=$2 folder=$3
disk=$folder/disk
mkdir -p "$disk"
if ! mount -t tmpfs -o size=40m tmpfs "$disk"; then
    echo "a disk in memory cannot be mounted here"
    exit 77
fi
trap 'umount "$disk"' EXIT
fail() {
    echo "$1"
    exit 1
}

# The same articles under six names each.
mkdir "$folder/all"
for copy in 1 2 3 4 5 6; do
    for article in "$articles"/*.md; do
        { cat "$article" && echo "Copy $copy."; } >"$folder/all/$copy-$(basename "$article")"
    done
done
"$program" build "$folder/all" -o "$folder/calm" --quiet
"$program" export "$folder/calm" --format nquads --output "$folder/calm.nq" --quiet

# A graph with an export beside, and then hardly any room.
kg=$disk/kg
"$program" build "$folder/all"/1-*.md -o "$kg" --quiet
"$program" export "$kg" --format graphml --output "$disk/old.graphml" --quiet
cp "$disk/old.graphml" "$folder/old.graphml"
ballast=$(($(df --output=avail -B1 "$disk" | tail -n 1) - 500000))
head -c "$ballast" /dev/zero >"$disk/ballast"

status=0
"$program" build "$folder/all" -o "$kg" 2>"$folder/said" || status=$?
cat "$folder/said"
[ "$status" -eq 2 ] || fail "a full disk is exit status $status"
grep -q "$kg" "$folder/said" || fail "the message does not name the graph"
grep -q "documents are saved" "$folder/said" || fail "the message does not say what is saved"
saved=$(sed -n 's/.*[^0-9]\([0-9]*\) documents are saved.*/\1/p' "$folder/said")

# What is there can be read, and is what the message says.
"$program" check "$kg" || fail "the graph is not sound"
[ "$("$program" info "$kg" --documents | wc -l)" -eq "$saved" ] || fail "it does not hold $saved documents"
"$program" query "$kg" 'ASK { ?s ?p ?o }' --exit-status || fail "no query is answered"
"$program" export "$kg" --format nquads --quiet >"$folder/partial.nq" || fail "it cannot be exported to another disk"
head -c 100000000 /dev/zero >"$disk/more" 2>/dev/null || true
status=0
"$program" export "$kg" --format graphml --output "$disk/old.graphml" 2>"$folder/said" || status=$?
cat "$folder/said"
[ "$status" -eq 2 ] || fail "an export to a full disk is exit status $status"
cmp "$disk/old.graphml" "$folder/old.graphml" || fail "the old export is gone"

# With more room the same command goes on, and the graph is the same as without the fault.
mount -o remount,size=120m "$disk"
"$program" build "$folder/all" -o "$kg" --quiet || fail "the build does not go on"
"$program" check "$kg" || fail "the graph is not sound after going on"
"$program" export "$kg" --format nquads --output "$folder/after.nq" --quiet
cmp "$folder/calm.nq" "$folder/after.nq" || fail "the graph is another than without the fault"
left=$(find "$disk" -name '*.tmp' -o -name '*.new' -o -name '.tmp*')
[ -z "$left" ] || fail "left behind: $left"
echo "the disk was full after $saved documents; all are there now"
