#!/bin/sh
# Prints the tables of docs/RESULTS.md, measured now: scripts/results.sh FOLDER [BINARY]
# FOLDER holds the sets under the names below; articles/tune.txt and articles/check.txt list the two halves of the articles.
set -eu

if [ $# -lt 1 ] || [ ! -d "$1" ]; then
    echo "usage: scripts/results.sh FOLDER [BINARY]; FOLDER holds the evaluation sets" >&2
    exit 2
fi
folder=$1
binary=${2:-chancery}

# measure TITLE SET FILE...: prints a heading, the command and the first table; skips files that are not there.
measure() {
    title=$1 set_name=$2
    shift 2
    for file in "$@"; do
        if [ ! -f "$file" ]; then
            echo "skipped: $title: no $file" >&2
            return 0
        fi
    done
    shown=$(basename "$1")
    if [ $# -gt 1 ]; then
        shown="articles/*.gold.json"
    fi
    printf '### %s\n\n`chancery eval %s --set %s`\n\n' "$title" "$shown" "$set_name"
    # The summary ends where the table by kind begins.
    "$binary" eval "$@" --set "$set_name" --format markdown --quiet | awk '/^\| (kind|gold) \|/ { exit } { print }'
}

articles() {
    while read -r name; do
        printf '%s/articles/%s.gold.json\n' "$folder" "$name"
    done <"$1"
}

for half in tune check; do
    list="$folder/articles/$half.txt"
    [ -f "$list" ] || continue
    # Names of articles hold no blanks.
    # shellcheck disable=SC2046
    measure "Articles, $half" articles $(articles "$list")
done
measure "Names: Universal NER, Wikipedia half of PUD" ner "$folder/uner_pud_wiki.jsonl"
measure "Names: Universal NER, EWT dev" ner "$folder/uner_ewt_dev.jsonl"
measure "Names: GUM" ner "$folder/gum_ner_coref.jsonl.gz"
measure "Names: CrossNER politics" ner "$folder/crossner_politics_traindev.jsonl.gz"
measure "Names: Groningen Meaning Bank, news (silver)" ner "$folder/gmb_voa_ner_silver.jsonl.gz"
measure "Events: PLOVER records" plover "$folder/plover_gsr.jsonl"
measure "Events: PETRARCH records" petrarch "$folder/cameo_petrarch_unit.jsonl"
measure "Relations: KnowledgeNet, folds 1 to 3" knowledgenet "$folder/knowledgenet_folds123.jsonl.gz"
measure "Relations: Re-DocRED dev, geopolitical labels" redocred "$folder/redocred_geo_dev.jsonl.gz"
measure "Relations: Text2KGBench, four ontologies" text2kgbench "$folder/text2kgbench_train.jsonl.gz"
measure "Chains: GUM" coref "$folder/gum_ner_coref.jsonl.gz"
measure "Trees: GUM dev" dep "$folder/gum_dev.conllu.gz"
