"""Rows of the tables of the bundled index: reading them, writing them, and how names are compared (for scripts/link_sources.py)."""

import gzip
import io
import json
import re
import unicodedata


def is_acronym(name):
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()


def slug(name):
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        for line in file:
            yield json.loads(line)


def write(path, source, rows):
    kept = []
    for row in rows:
        row = {k: v for k, v in row.items() if v not in ("", [], None)}
        for field in ["aliases", "acronyms", "adjectives", "former", "countries", "ids", "ties"]:
            if field in row:
                row[field] = sorted({json.dumps(v) for v in row[field]})
                row[field] = [json.loads(v) for v in row[field]]
        if "aliases" in row:
            row["aliases"] = [a for a in row["aliases"] if a != row.get("name") and len(a) < 200]
        kept.append(row)
    kept.sort(key=lambda row: row["id"])
    merged = []
    for row in kept:
        if merged and merged[-1]["id"] == row["id"] and "name" in row and "name" in merged[-1]:
            # Two entries of a source with one identifier are one thing.
            other = merged[-1]
            other["aliases"] = sorted({*other.get("aliases", []), row["name"], *row.get("aliases", [])} - {other["name"]})
            for field in ["ids", "acronyms", "ties", "countries"]:
                if row.get(field):
                    other[field] = other.get(field, []) + [v for v in row[field] if v not in other.get(field, [])]
            continue
        merged.append(row)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        head = {"source": source[0], "licence": source[1]}
        for row in [head] + merged:
            file.write((json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
    path.write_bytes(buffer.getvalue())
    print(f"{path.name}: {len(merged)} records, {len(buffer.getvalue()) // 1000} kB")
