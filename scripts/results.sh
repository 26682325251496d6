#!/bin/sh
# Measures all sets anew: scripts/results.sh [--write] FOLDER [BINARY]
# FOLDER holds the sets under the names below; articles/tune.txt and articles/check.txt list its articles. Those of this repository are
# in evaluation/articles.
# Prints tables; with --write puts them between the marks of docs/RESULTS.md instead.
set -eu

write=no
if [ "${1:-}" = --write ]; then
    write=yes
    shift
fi
if [ $# -lt 1 ] || [ ! -d "$1" ]; then
    echo "usage: scripts/results.sh [--write] FOLDER [BINARY]; FOLDER holds the evaluation sets" >&2
    exit 2
fi
binary=${2:-chancery}
case $binary in
*/*) binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary") ;;
esac
scripts=$(cd "$(dirname "$0")" && pwd)
results=$(cd "$scripts/../docs" && pwd)/RESULTS.md
cd "$1"

# report TITLE SHOWN SET FILE...: a heading, the command as one would type it, and the tables before those by kind.
report() {
    title=$1 shown=$2 set_name=$3
    shift 3
    output=$("$binary" eval "$@" --set "$set_name" --format markdown --quiet)
    printf '### %s\n\n```sh\nchancery eval %s --set %s\n```\n\n' "$title" "$shown" "$set_name"
    printf '%s\n' "$output" | awk '/^\| (kind|gold) \|/ || /^MEASURE/ { exit } { print }'
}

# measure TITLE FILE SET: the same for one file; one that is not there is skipped.
measure() {
    if [ -f "$2" ]; then
        report "$1" "$2" "$3" "$2"
    else
        echo "skipped: $1: there is no $2" >&2
    fi
}

# articles PLACE LIST: the gold of one list of articles. Their names hold no blanks.
articles() {
    sed "s|.*|$1/&.gold.json|" "$1/$2.txt"
}

tables() {
    for half in tune check; do
        if [ -f "articles/$half.txt" ]; then
            shown="\$(sed 's|.*|articles/&.gold.json|' articles/$half.txt)"
            # shellcheck disable=SC2046
            report "Articles: $half" "$shown" articles $(articles articles "$half")
        fi
    done
    for half in learn hold; do
        shown="\$(sed 's|.*|evaluation/articles/&.gold.json|' evaluation/articles/$half.txt)"
        # shellcheck disable=SC2046
        report "Articles of this repository: $half" "$shown" articles $(articles "$scripts/../evaluation/articles" "$half")
    done
    measure "Articles: the seed, which was read" seed/article.gold.json articles
    measure "Names: Universal NER, Wikipedia half of PUD" uner_pud_wiki.jsonl ner
    measure "Names: Universal NER, EWT dev" uner_ewt_dev.jsonl ner
    measure "Names: GUM" gum_ner_coref.jsonl.gz ner
    measure "Names: CrossNER politics, train and dev" crossner_politics_traindev.jsonl.gz ner
    measure "Names: Groningen Meaning Bank, news (silver)" gmb_voa_ner_silver.jsonl.gz ner
    measure "Events: PLOVER records" plover_gsr.jsonl plover
    measure "Events: PETRARCH records" cameo_petrarch_unit.jsonl petrarch
    measure "Relations: KnowledgeNet, folds 1 to 3" knowledgenet_folds123.jsonl.gz knowledgenet
    measure "Relations: Re-DocRED dev, geopolitical labels" redocred_geo_dev.jsonl.gz redocred
    measure "Relations: Text2KGBench, four ontologies" text2kgbench_train.jsonl.gz text2kgbench
    if [ -f text2kgbench_train.jsonl.gz ] && command -v python3 >/dev/null; then
        named=$(mktemp "${TMPDIR:-/tmp}/named.XXXXXX")
        python3 "$scripts/named.py" "$scripts/../evaluation/text2kgbench/names.tsv" text2kgbench_train.jsonl.gz >"$named.jsonl"
        report "Relations: Text2KGBench, politics and military, with names" named.jsonl text2kgbench "$named.jsonl"
        rm -f "$named" "$named.jsonl"
    fi
    if [ -f gum_ner_coref.jsonl.gz ] && command -v python3 >/dev/null; then
        quotes=$(mktemp "${TMPDIR:-/tmp}/quotes.XXXXXX")
        python3 "$scripts/quotes.py" "$scripts/../evaluation/quotes/gum_wikinews.jsonl" gum_ner_coref.jsonl.gz >"$quotes.jsonl"
        report "Speakers of quotations: GUM, Wikinews" quotes.jsonl quotes "$quotes.jsonl"
        rm -f "$quotes" "$quotes.jsonl"
    fi
    measure "Links: N3 RSS-500" el_n3_rss500.jsonl linking
    measure "Links: GUM wikification" gum_wikification.jsonl linking
    measure "Links: Wikinews, links of its editors" wikinews_salience.jsonl.gz linking
    if [ -f articles/check.txt ]; then
        shown="\$(sed 's|.*|articles/&.gold.json|' articles/check.txt)"
        # shellcheck disable=SC2046
        report "Links: articles, check" "$shown" linking $(articles articles check)
    fi
    measure "Chains: GUM" gum_ner_coref.jsonl.gz coref
    measure "Trees: GUM dev" gum_dev.conllu.gz dep
}

if [ "$write" = no ]; then
    tables
    exit 0
fi
new=$(mktemp "$results.XXXXXX")
trap 'rm -f "$new"' EXIT
{
    sed '/^<!-- tables -->$/q' "$results"
    echo
    tables
    sed -n '/^<!-- end of tables -->$/,$p' "$results"
} >"$new"
cat "$new" >"$results"
