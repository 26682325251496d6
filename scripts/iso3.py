#!/usr/bin/env python3
"""Writes ontology/gazetteer/iso3.tsv: the codes that data on events have for states.

    python3 scripts/iso3.py DATA [--check]

DATA is a folder with
- country-codes.csv of datasets/country-codes (ODC PDDL 1.0): ISO 3166-1 alpha-3 and FIPS 10-4 codes, Wikidata items;
- actors/states_gw_cow.jsonl of andybega/states (MIT): numbers of the Correlates of War project.

What country-codes.csv has no value for, or one of another form, is in CORRECTIONS. Python 3.9 or later, standard library only.
"""

import csv
import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "ontology" / "gazetteer" / "iso3.tsv"
# Wikidata items and FIPS codes by alpha-3 code. Palestine is two codes in FIPS (Gaza Strip, West Bank), Svalbard and Jan
# Mayen too: they have none here. Numbers of the Correlates of War project where its list has no Wikidata item.
CORRECTIONS = {
    "NAM": {"item": "Q1030"},
    "SRB": {"fips": "RI", "cow": "345"},
    "PSE": {"fips": ""},
    "SJM": {"fips": ""},
    "UMI": {"fips": ""},
    **{
        code: {"cow": number}
        for code, number in [
            ("LCA", "56"), ("VCT", "57"), ("ATG", "58"), ("KNA", "60"), ("MKD", "343"), ("STP", "403"),
            ("CIV", "437"), ("COG", "484"), ("SWZ", "572"), ("TUR", "640"), ("DNK", "390"),
            ("TLS", "860"), ("NRU", "970"),
        ]
    },
}
# Not in ISO 3166-1, or under a second item; XKX is the code in use for Kosovo.
ADDITIONS = [("Q1246", "XKX", "KV", "Kosovo")]
HEADER = """\
# Codes of states: Wikidata item, ISO 3166-1 alpha-3, FIPS 10-4, Correlates of War number, name. Written by scripts/iso3.py.
# Sources: datasets/country-codes (ODC PDDL 1.0); andybega/states (MIT), after the Correlates of War project.
"""


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    text = HEADER + "".join("\t".join(row) + "\n" for row in rows(Path(arguments[0])))
    print(f"{TARGET.name}: {text.count(chr(10)) - 2} states")
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit("out of date: " + TARGET.name)
    else:
        TARGET.write_text(text, encoding="utf-8")


def rows(data):
    numbers = correlates_of_war(data / "actors" / "states_gw_cow.jsonl")
    found = list(ADDITIONS)
    with open(data / "country-codes.csv", encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            code = row["ISO3166-1-Alpha-3"].strip()
            better = CORRECTIONS.get(code, {})
            item = better.get("item") or row["wikidata_id"].rsplit("/", 1)[-1].strip()
            fips = better.get("fips", row["FIPS"]).replace("\xa0", "").strip()
            name = row["CLDR display name"].strip() or row["official_name_en"].strip()
            if not re.fullmatch("[A-Z]{3}", code) or not re.fullmatch("Q[0-9]+", item):
                sys.exit(f"no code or item: {row}")
            if fips and not re.fullmatch("[A-Z]{2}", fips):
                sys.exit(f"no FIPS code: {row}")
            numbers.setdefault(item, better.get("cow", ""))
            found.append((item, code, fips, name))
    return sorted((item, code, fips, numbers.get(item, ""), name) for item, code, fips, name in found)


def correlates_of_war(path):
    """The number of each state that exists today."""
    numbers = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        state = json.loads(line)
        if state["list"] == "COW" and not state.get("end") and state.get("qid"):
            numbers[state["qid"]] = str(state["code"])
    return numbers


if __name__ == "__main__":
    main()
