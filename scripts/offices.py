#!/usr/bin/env python3
"""Writes ontology/gazetteer/offices.tsv: who held which office of a state when.

    python3 scripts/offices.py DATA [--check]

DATA is a folder `actors` with
- leaders_factbook.jsonl.gz: heads of state and government 1990 to 2026, read from the yearly editions of the CIA World
  Factbook (public domain). Ends are not stated there. What an edition has seen is sure; up to the start of the next
  holder it is inferred, if that is not long after; anything longer is a gap (editions of 2018 to 2020 are missing);
- officeholders_wikidata.jsonl.gz: heads of state and government of 2021-22 (years) and foreign ministers (CC0);
- cabinets_wikidata.jsonl: cabinets with their dates (CC0); one that is named after a prime minister says how long that
  one stayed at least.

Python 3.9 or later, standard library only.
"""

import gzip
import json
import re
import sys
import unicodedata
from datetime import date, timedelta
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "ontology" / "gazetteer" / "offices.tsv"
HEADER = """\
# Holders of offices: state (Wikidata), office, name, Wikidata item, start, sure until, end at the latest, sources. Written by scripts/offices.py.
# Sources: F CIA World Factbook 1990-2026 (public domain), W Wikidata (CC0), C cabinets of Wikidata (CC0). An empty end is open.
# Dates are as precise as they are known. From "sure until" to the end the holder is inferred.
"""
# The Factbook's title of a person to the office. What is not listed is no office that newspapers name by one word.
LEAD = r"(?:acting |interim |caretaker |serving |transitional |executive )?"
TAIL = r"(?: (?:dr|gen|general|col|colonel|lt|maj|sir|marshal|sheikh|sayyid|ratu|cardinal|ret|brig|capt|adm|the|and|state|government)\b\.?)*"
OFFICES = [
    ("president", rf"{LEAD}president(?: of the (?:islamic |federal )?republic(?: of)?| of)?{TAIL}"),
    ("prime-minister", rf"{LEAD}(?:prime minister|premier|chancellor|taoiseach(?: \(prime minister\))?)(?: of the council of ministers)?{TAIL}"),
    ("prime-minister", r"(?:chairman|president) of the council of ministers(?: \((?:prime minister|premier)\))?|president of the government|prime minister \(referred to in italy.*"),
    ("monarch", r"(?:king|queen|emperor|sultan|amir|emir|grand duke|prince)(?: and prime minister)?(?: lord of mann)?"),
]
POSITIONS = [
    ("president", r"president of (?!the (?:government|generalitat|swiss))"),
    ("prime-minister", r"(?:prime minister|chancellor|premier|taoiseach|president of the government)\b"),
    ("monarch", r"(?:monarch|king|queen|emperor|sultan|emir|grand duke)\b"),
]
# Holders that the editions give to another state or to a state that is no more: East Germany's, and Brazzaville's for Kinshasa.
EXCLUDED = {("Q183", "de maiziere"), ("Q974", "anatole collinet makosso")}
# Days after the last sighting for which the next start is taken for the end.
INFERRED = 400


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    data = Path(arguments[0])
    rows = factbook(data / "leaders_factbook.jsonl.gz")
    wikidata(rows, data / "officeholders_wikidata.jsonl.gz")
    cabinets(rows, data / "cabinets_wikidata.jsonl")
    text = HEADER + "".join("\t".join(line) + "\n" for line in sorted({written(row) for row in rows}))
    print(f"{TARGET.name}: {text.count(chr(10)) - 3} rows, {len(text.encode()) // 1000} kB")
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit("out of date: " + TARGET.name)
    else:
        TARGET.write_text(text, encoding="utf-8")


def factbook(path):
    kept = {}
    for row in lines(path):
        office = office_of(OFFICES, row.get("title") or "")
        if row["kind"] != "principal" or not office or not row.get("country_qid") or not row.get("start"):
            continue
        name = clean(row["name"])
        if any(row["country_qid"] == item and key(name).endswith(wrong) for item, wrong in EXCLUDED):
            continue
        term = (row["country_qid"], office, surname(name), row["start"])
        entry = kept.setdefault(term, {
            "country": row["country_qid"], "office": office, "name": name, "qid": row.get("qid", ""),
            "start": row["start"], "seen": row["seen_last"], "sources": {"F"},
        })
        entry["seen"] = max(entry["seen"], row["seen_last"], key=last_day)
        entry["qid"] = entry["qid"] or row.get("qid", "")
    offices = {}
    for row in kept.values():
        offices.setdefault((row["country"], row["office"]), []).append(row)
    for held in offices.values():
        held.sort(key=lambda row: first_day(row["start"]))
        for row, following in zip(held, held[1:] + [None]):
            succeed(row, following)
    return [row for held in offices.values() for row in joined(held)]


def succeed(row, following):
    """How long a holder is sure to have stayed, and when he had gone at the latest."""
    sure = last_day(row["seen"])
    row["end"] = ""
    if following:
        start = first_day(following["start"])
        sure = min(sure, start)
        if start - sure <= timedelta(INFERRED):
            row["end"] = following["start"]
        else:
            row["end"] = (sure + timedelta(1)).isoformat()
    row["sure"] = max(sure, last_day(row["start"])).isoformat()


def joined(held):
    """Terms of one person that follow each other, as one."""
    out = []
    for row in held:
        last = out[-1] if out else None
        if last and alike(last["name"], row["name"]) and last["end"] == row["start"]:
            last.update(sure=row["sure"], end=row["end"], qid=last["qid"] or row["qid"], name=row["name"])
        else:
            out.append(row)
    return out


def wikidata(rows, path):
    """Labels and items for holders that the Factbook has; holders that it has not."""
    for row in lines(path):
        ministers = row["source"] == "world/foreign-ministers"
        office = "foreign-minister" if ministers else office_of(POSITIONS, row["position"], whole=False)
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", row.get("start", "")):
            continue
        if not office or not row.get("country_qid") or row["source"] not in ("world-leaders-2021", "world/foreign-ministers"):
            continue
        known = [r for r in rows if (r["country"], r["office"]) == (row["country_qid"], office) and r["qid"] in ("", row["qid"])
                 and (r["qid"] == row["qid"] or alike(r["name"], row["name"])) and abs(int(r["start"][:4]) - int(row["start"][:4])) <= 1]
        if known:
            for entry in known:
                entry.update(qid=row["qid"], name=row["name"])
                entry["sources"].add("W")
            continue
        end = row.get("end", "")
        sure = first_day(end).isoformat() if end else "2022-12-31" if ministers else "2021-06-30"
        entry = {"country": row["country_qid"], "office": office, "name": row["name"], "qid": row["qid"], "start": row["start"],
                 "sure": max(sure, last_day(row["start"]).isoformat()), "end": end, "sources": {"W"}}
        if ministers or not any((r["country"], r["office"]) == (entry["country"], office) and overlap(r, entry) for r in rows):
            rows.append(entry)
    ministers = sorted((r for r in rows if r["office"] == "foreign-minister"), key=lambda r: (r["country"], first_day(r["start"])))
    for row, following in zip(ministers, ministers[1:]):
        start = first_day(following["start"]).isoformat()
        if row["country"] == following["country"] and not row["end"] and start < row["sure"]:
            row.update(sure=start, end=following["start"])


def overlap(a, b):
    return max(a["start"], b["start"]) <= min(a["sure"], b["sure"])


def cabinets(rows, path):
    for cabinet in lines(path):
        words = cabinet["name"].split()
        if len(words) < 2 or not cabinet.get("end") or words[-1].lower() not in ("government", "cabinet", "ministry"):
            continue
        for row in rows:
            if (row["country"], row["office"]) == (cabinet.get("country_qid"), "prime-minister") and surname(row["name"]) == key(words[-2]) \
                    and abs((first_day(row["start"]) - first_day(cabinet["start"])).days) <= 31 and first_day(cabinet["end"]).isoformat() > row["sure"]:
                row["sure"] = first_day(cabinet["end"]).isoformat()
                row["end"] = max(row["end"], cabinet["end"]) if row["end"] else ""
                row["sources"].add("C")


def written(row):
    sources = "".join(letter for letter in "FWC" if letter in row["sources"])
    return (row["country"], row["office"], row["name"], row["qid"], row["start"], row["sure"], row["end"], sources)


def office_of(table, title, whole=True):
    title = re.sub(r"\s+", " ", title.strip().lower())
    match = re.fullmatch if whole else re.match
    return next((office for office, pattern in table if match(pattern, title)), None)


def clean(name):
    name = re.split(r" - |\(|,", name)[0]
    return " ".join(word if re.fullmatch(r"[IVX]+", word) else set_small(word) for word in name.split())


def set_small(word):
    """SAINT-JUST as Saint-Just; initials stay."""
    if len(word) < 2 or word != word.upper() or "." in word:
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0] + m[0][1:].lower(), word)


def key(text):
    flat = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z ]", "", flat)


def surname(name):
    return (key(name).split() or [""])[-1]


def alike(a, b):
    return surname(a) == surname(b) and key(a)[:1] == key(b)[:1]


def first_day(text):
    return date.fromisoformat((text + "-01-01")[:10] if len(text) in (4, 7) else text)


def last_day(text):
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return date.fromisoformat(text)


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
