"""Writes the rows of Text2KGBench whose gold has only Wikidata items with the names of these items.

    python3 scripts/named.py evaluation/text2kgbench/names.tsv text2kgbench_train.jsonl.gz

A row is written if both names of each of its facts stand in its sentence, whatever their case: what a reader of the sentence
alone could have written down. The format is that of the rows.
"""

import gzip
import json
import sys


def names(path):
    """(sentence, subject, property, object) to the names of subject and object."""
    with open(path, encoding="utf-8") as lines:
        cells = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    return {tuple(row[:4]): tuple(row[4:]) for row in cells}


def argument(text, name):
    """An argument as the rows have it; its place is that of the first time the name stands there."""
    start = text.lower().find(name.lower())
    if start < 0:
        return None
    return {"text": name, "start": start, "end": start + len(name), "name": name.replace(" ", "_")}


def named(row, known):
    """The row with names; None if one is not known or does not stand in the sentence."""
    facts = []
    for fact in row["facts"]:
        key = (row["id"], fact["subject"]["name"], fact["relation"], fact["object"]["name"])
        pair = [argument(row["text"], name) for name in known.get(key, ())]
        if len(pair) != 2 or None in pair:
            return None
        facts.append({"subject": pair[0], "relation": fact["relation"], "object": pair[1]})
    return {**row, "facts": facts} if facts else None


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: named.py NAMES ROWS; NAMES is a table of names of items, ROWS a file .jsonl.gz of Text2KGBench")
    known = names(sys.argv[1])
    with gzip.open(sys.argv[2], "rt", encoding="utf-8") as lines:
        for line in lines:
            row = named(json.loads(line), known)
            if row:
                print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
