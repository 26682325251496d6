"""Joins quotations that are annotated by offsets with the texts that they stand in, for `chancery eval --set quotes`.

    python3 scripts/quotes.py evaluation/quotes/gum_wikinews.jsonl TEXTS.jsonl[.gz] > gold.jsonl

TEXTS has one document a line with "id" and "text"; offsets are code points into "text".
"""

import gzip
import json
import sys


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        yield from (json.loads(line) for line in file if line.strip())


def main():
    quotes = {row["id"]: row["quotes"] for row in lines(sys.argv[1])}
    for row in lines(sys.argv[2]):
        if row["id"] in quotes:
            known = {key: row[key] for key in ("id", "title", "date", "text") if row.get(key)}
            print(json.dumps({**known, "quotes": quotes.pop(row["id"])}, ensure_ascii=False))
    if quotes:
        sys.exit(f"no text for {', '.join(sorted(quotes))}")


if __name__ == "__main__":
    main()
