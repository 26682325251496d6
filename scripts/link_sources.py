#!/usr/bin/env python3
"""Writes data/link/*.jsonl.gz: the records that the bundled index of names is made of.

    python3 scripts/link_sources.py DATA [--offices FILE] [--check]

DATA is a folder with the files that data/link/README.md lists. With --check nothing is written; each identifier of the
committed tables is looked for in DATA, and what is not there is listed (exit status 1). Then make the index:

    chancery link index build data/link/*.jsonl.gz -o data/link/bundled.index

Identifiers are copied from the data only. Python 3.9 or later, standard library only.
"""

import csv
import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

from link_people import of_cabinets, of_congress, of_leaders, of_officeholders, of_offices, of_positions
from link_rows import is_acronym, lines, slug, write
from party_items import Items

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "data" / "link"
GAZETTEER = ROOT / "ontology" / "gazetteer"
MIN_POPULATION = 100_000
FACTBOOK = ("CIA World Factbook", "public domain")
WIKIDATA = ("Wikidata", "CC0 1.0")
# Names that several states share, and that no source gives; compiled by hand (facts, CC0).
SHARED = {"cd": ["Congo"], "cg": ["Congo"], "kp": ["Korea"], "kr": ["Korea"]}
# When states were there that are no more; compiled by hand (facts, CC0). By code of rigour.
PERIODS = {
    "an": ("1954-12-15", "2010-10-10"), "az-nk": ("1991-09-02", "2023-12-31"), "cshh": ("1918-10-28", "1992-12-31"),
    "csxx": ("1992-04-27", "2006-06-05"), "dd": ("1949-10-07", "1990-10-02"), "suhh": ("1922-12-30", "1991-12-26"),
    "yucs": ("1918-12-01", "1992-04-27"), "zr": ("1971-10-27", "1997-05-17"),
}


def main():
    arguments = sys.argv[1:]
    offices = GAZETTEER / "offices.tsv"
    if "--offices" in arguments:
        at = arguments.index("--offices")
        offices = Path(arguments[at + 1])
        del arguments[at:at + 2]
    wanted = [a for a in arguments if a != "--check"]
    if len(wanted) != 1:
        sys.exit(__doc__)
    data = Path(wanted[0])
    if "--check" in arguments:
        check(data, offices)
        return
    TARGET.mkdir(parents=True, exist_ok=True)
    world = World(data)
    for name, source, rows in tables(world, offices):
        write(TARGET / f"{name}.jsonl.gz", source, rows)


class World:
    """What all tables share: which identifier is the main one, and the states by code."""

    def __init__(self, data):
        self.data, self.actors = data, data / "actors"
        self.territories = list(lines(data / "rigour_territories.jsonl"))
        self.by_code = {t["code"]: t["qid"] for t in self.territories}
        with open(data / "country-codes.csv", encoding="utf-8") as file:
            self.codes = [row for row in csv.DictReader(file) if row["wikidata_id"]]
        self.gazetteer = gazetteer()
        self.item_of_place = {}
        for row in self.codes:
            place = row["Geoname ID"].strip()
            if place:
                self.item_of_place[place] = self.state(row["ISO3166-1-Alpha-2"]) or row["wikidata_id"].split("/")[-1]
        for entry in self.gazetteer.values():
            if entry.get("item") and entry.get("place"):
                self.item_of_place[entry["place"]] = entry["item"]
        # Identifiers of the same state in another source: the Kingdom of Denmark and Denmark.
        self.same = {other: t["qid"] for t in self.territories for other in t.get("other_qids", [])}

    def state(self, code):
        return self.by_code.get((code or "").strip().lower())

    def item(self, item):
        return self.same.get(item, item)

    def place(self, number):
        return self.item_of_place.get(str(number), f"geonames:{number}")


def tables(world, offices):
    yield "10-gazetteer", ("chancery gazetteer", "see ontology/gazetteer/README.md"), of_gazetteer(world)
    yield "20-territories", ("rigour", "MIT, OpenSanctions"), of_territories(world)
    yield "21-country-codes", ("datasets/country-codes", "ODC PDDL 1.0"), of_codes(world)
    yield "22-factbook", FACTBOOK, of_factbook(world)
    yield "30-cities", ("GeoNames", "CC BY 4.0, https://www.geonames.org"), of_cities(world)
    yield "40-organizations", ("OpenSanctions, main international bodies", "MIT"), of_organizations(world)
    yield "41-agencies-ror", ("Research Organization Registry", "CC0 1.0"), of_ror(world)
    yield "42-agencies-nsi", ("name-suggestion-index", "BSD 3-Clause; labels of Wikidata, CC0 1.0"), of_nsi(world)
    yield "43-parties", ("Party Facts", "MIT"), of_parties(world)
    yield "44-media", ("wiki-media-cred and a list of news agencies", "CC0 1.0"), of_media(world)
    yield "45-seats", ("list of seats of power", "CC0 1.0"), of_seats(world)
    yield "50-offices", ("CIA World Factbook and Wikidata", "public domain; CC0 1.0"), of_offices(world, offices)
    yield "49-leaders", FACTBOOK, of_leaders(world, offices)
    yield "51-officeholders", WIKIDATA, of_officeholders(world)
    yield "52-congress", ("unitedstates/congress-legislators", "CC0 1.0"), of_congress(world, offices)
    yield "53-cabinets", WIKIDATA, of_cabinets(world)
    yield "54-positions", WIKIDATA, of_positions(world)
    yield "60-events", WIKIDATA, of_events(world)


def gazetteer():
    """Entries of the Turtle files by their keys."""
    entries = {}
    for name in ["states", "places", "organizations", "parties", "bodies", "armed-groups"]:
        text = (GAZETTEER / f"{name}.ttl").read_text(encoding="utf-8")
        for block in re.split(r"\n\n+", text):
            head = re.match(r"gaz:([\w-]+) a ch:(\w+) ;", block)
            if not head:
                continue
            field = lambda pattern: re.findall(pattern, block)
            literals = lambda predicate: [
                unescape(value)
                for values in field(predicate + r' ((?:"(?:[^"\\]|\\.)*"(?:@en)?(?: , )?)+)')
                for value in re.findall(r'"((?:[^"\\]|\\.)*)"', values)
            ]
            entry = {
                "class": head[2],
                "label": literals("skos:prefLabel")[0],
                "aliases": literals("skos:altLabel"),
                "adjectives": literals("ch:adjective") + literals("ch:demonym"),
                "state": (field(r"ch:state gaz:([\w-]+)") or [None])[0],
                "capital": (field(r"ch:capital gaz:([\w-]+)") or [None])[0],
                "item": (field(r"owl:sameAs wd:(Q\d+)") or [None])[0],
                "place": (field(r"ch:geonames (\d+)") or [None])[0],
                "iso": (field(r'ch:iso "(\w+)"') or [None])[0],
            }
            entries[head[1]] = entry
    return entries


def unescape(text):
    return re.sub(r"\\(.)", r"\1", text)


def key_id(world, key):
    entry = world.gazetteer[key]
    if entry["item"]:
        return world.item(entry["item"])
    return world.place(entry["place"]) if entry["place"] else f"gazetteer:{key}"


def of_gazetteer(world):
    capitals = {e["capital"]: key for key, e in world.gazetteer.items() if e["capital"]}
    elsewhere = named_elsewhere(world)
    items = Items(world.actors)
    for key, entry in world.gazetteer.items():
        is_party = entry["class"] == "ArmedGroup" or entry["class"] == "Organization" and not entry["state"]
        if is_party and not entry["item"]:
            state = world.gazetteer.get(entry["state"], {})
            entry["item"] = items.item(entry["label"], entry["aliases"], state.get("iso"))
        if not entry["item"] and not entry["place"] and slug(entry["label"]) in elsewhere:
            # Another source knows it with an identifier.
            continue
        row = {"id": key_id(world, key), "name": entry["label"], "class": entry["class"]}
        row["ids"] = [f"gazetteer:{key}"] + ([f"geonames:{entry['place']}"] if entry["place"] else [])
        row["ids"] += [entry["item"]] if entry["item"] and entry["item"] != row["id"] else []
        row["ids"] += [f"iso:{entry['iso']}"] if entry["iso"] else []
        row["aliases"] = [n for n in entry["aliases"] if not is_acronym(n)]
        row["acronyms"] = [n for n in entry["aliases"] if is_acronym(n)]
        row["adjectives"] = entry["adjectives"]
        if entry["state"] in world.gazetteer:
            state = world.gazetteer[entry["state"]]
            if state["class"] == "State":
                row["countries"] = [key_id(world, entry["state"])]
            else:
                row["ties"] = [["part-of", key_id(world, entry["state"])]]
        if entry["class"] == "Place" and key in capitals:
            row.setdefault("ties", []).append(["capital-of", key_id(world, capitals[key])])
            row["kind"] = "capital"
        yield row


def named_elsewhere(world):
    names = set()
    for file in ["parties.jsonl.gz", "orgs_ror.jsonl.gz", "nsi_government.jsonl", "news_media.jsonl", "igos_core.jsonl"]:
        for row in lines(world.actors / file):
            if row.get("qid"):
                names.update(slug(n) for n in [row["name"], *row.get("aliases", [])])
    return names


def of_territories(world):
    for t in world.territories:
        is_state = t["is_country"] or t["is_historical"]
        row = {"id": t["qid"], "name": t["name"], "class": "State" if is_state or len(t["code"]) == 2 else "Place"}
        row["kind"] = "former-state" if t["is_historical"] else "state" if t["is_country"] else "territory" if len(t["code"]) == 2 else "region"
        row["ids"] = t.get("other_qids", []) + ([f"iso:{t['code'].upper()}"] if len(t["code"]) == 2 and not t["is_historical"] else [])
        # "Georgia (USA)" is "Georgia" where it is told from the state by its class.
        row["aliases"] = [t["full_name"], re.sub(r" \([^)]*\)$", "", t["name"])] + SHARED.get(t["code"], [])
        parent = world.by_code.get(t.get("parent", ""))
        if parent:
            row["ties"] = [["part-of", parent]]
            row["countries"] = [parent]
        elif is_state:
            row["countries"] = [t["qid"]]
        for code in t.get("successors", []):
            row.setdefault("ties", []).append(["followed-by", world.by_code[code]])
        for other in world.territories:
            if t["code"] in other.get("successors", []):
                row.setdefault("ties", []).append(["follows", other["qid"]])
        period = PERIODS.get(t["code"]) or (("", "1991") if t["code"].startswith("su-") else None)
        if period:
            row["start"], row["end"] = period
        yield row


def of_codes(world):
    for row in world.codes:
        item = world.state(row["ISO3166-1-Alpha-2"])
        if not item:
            continue
        names = [row[c] for c in ["CLDR display name", "UNTERM English Short", "UNTERM English Formal", "official_name_en",
                                  "official_name_fr", "official_name_es", "official_name_ru", "official_name_ar",
                                  "official_name_cn", "UNTERM French Formal", "UNTERM Spanish Formal"]]
        names = [re.sub(r"\s*\((?:le|la|les|l'|el|los|las|the)\)$", "", n.strip()) for n in names]
        place = row["Geoname ID"].strip()
        other = row["wikidata_id"].split("/")[-1]
        ids = ([f"geonames:{place}"] if place else []) + ([other] if other != item else [])
        names = sorted({n for n in names if n})
        yield {"id": item, "ids": ids, "aliases": [n for n in names if not is_acronym(n)],
               "acronyms": [n for n in names if is_acronym(n)]}


def of_factbook(world):
    members = defaultdict(set)
    known = organizations(world)
    for row in lines(world.actors / "igo_membership.jsonl.gz"):
        newest = row["editions"][-1].split("-")[-1]
        if row["status"] == "member" and newest >= "2025" and row.get("country_qid") and row["organization"] in known:
            members[world.item(row["country_qid"])].add(known[row["organization"]])
    former = {}
    for row in lines(world.actors / "institutions_factbook.jsonl"):
        if row.get("country_qid") and row.get("former_names"):
            names = re.split(r"[;,]| or ", re.sub(r"\([^)]*\)", "", row["former_names"]))
            former[world.item(row["country_qid"])] = [n.strip() for n in names if 3 < len(n.strip()) < 60]
    for item in sorted(set(members) | set(former)):
        yield {"id": item, "ties": [["member-of", o] for o in sorted(members[item])], "former": former.get(item, [])}
    for row in lines(world.actors / "military_factbook.jsonl"):
        found = re.match(r"([A-Z][\w' .-]{5,60}?) ?\((?:[^()]*?; ?)?([A-Z]{2,6})[;)]", row["text"])
        if found and row.get("country_qid") and "Ministry" not in found[1]:
            yield {"id": f"forces:{row['gec']}", "name": found[1], "class": "GovernmentBody", "kind": "armed-forces",
                   "acronyms": [found[2]], "countries": [world.item(row["country_qid"])]}
    groups = {slug(e["label"]) for e in world.gazetteer.values()}
    seen = set()
    for row in lines(world.actors / "terror_groups_factbook.jsonl"):
        name = row["name"]
        if ", " in name or slug(name) in groups or slug(name) in seen:
            continue
        seen.add(slug(name))
        yield {"id": f"armed-group:{slug(name)}", "name": name, "class": "ArmedGroup", "kind": "armed-group",
               "acronyms": [row["acronym"]] if row.get("acronym") else [],
               "countries": [world.state(code) for code in row.get("present_in", []) if world.state(code)]}


def organizations(world):
    """Identifiers of organizations by the acronym that the Factbook uses."""
    known = {}
    for row in lines(world.actors / "igo_acronyms.jsonl"):
        known[row["acronym"]] = row.get("qid") or f"factbook:{slug(row['acronym'])}"
    return known


def of_cities(world):
    in_gazetteer = {e["place"] for e in world.gazetteer.values() if e["place"]}
    capitals = {row["Capital"].strip(): world.state(row["ISO3166-1-Alpha-2"]) for row in world.codes}
    found = set()
    text = gzip.open(world.data / "geonames_cities15000.tsv.gz", "rt", encoding="utf-8")
    for row in csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
        country = world.state(row["countrycode"])
        # They come by population: the first of a name is the capital.
        is_capital = country and capitals.get(row["name"]) == country and country not in found
        found.update([country] if is_capital else [])
        number = row["geonameid"]
        if int(row["population"]) < MIN_POPULATION and number not in in_gazetteer and not is_capital:
            continue
        names = [n for n in (row["alternatenames_latin"] or "").split("|") if n and not re.fullmatch(r"[A-Z]{2,4}", n)]
        out = {"id": world.place(number), "name": row["name"], "class": "Place", "kind": "capital" if is_capital else "city",
               "aliases": names, "population": int(row["population"]),
               "lat": float(row["lat"]), "lon": float(row["lon"]), "countries": [country] if country else []}
        out["ids"] = [f"geonames:{number}"]
        if is_capital:
            out["ties"] = [["capital-of", country]]
        # Codes of regions are postal ones in the United States only.
        region = world.by_code.get(f"us-{row['admin1'].lower()}") if row["countrycode"] == "US" else None
        if region:
            out.setdefault("ties", []).append(["part-of", region])
        yield out


def of_organizations(world):
    seen = {}
    for row in lines(world.actors / "igos_core.jsonl"):
        seen[row["qid"]] = {"id": row["qid"], "name": row["name"], "class": "Organization",
                            "kind": "international-organization", "aliases": [], "acronyms": []}
    for row in lines(world.actors / "igo_acronyms.jsonl"):
        item = row.get("qid") or f"factbook:{slug(row['acronym'])}"
        out = seen.setdefault(item, {"id": item, "name": row["name"], "class": "Organization",
                                     "kind": "international-organization", "aliases": [], "acronyms": []})
        out["aliases"].append(row["name"])
        out["acronyms"].append(row["acronym"])
    yield from seen.values()


def of_ror(world):
    records = {r["ror"]: r for r in lines(world.actors / "orgs_ror.jsonl.gz")}
    core = {slug(r["name"]): r["qid"] for r in lines(world.actors / "igos_core.jsonl")}
    core["european-union"] = world.by_code["eu"]
    identify = lambda r: r.get("qid") or core.get(slug(r["name"])) or f"ror:{r['ror']}"
    seen = set()
    for row in records.values():
        item = identify(row)
        if item in seen:
            continue
        seen.add(item)
        is_state = row["type"] == "government"
        out = {"id": item, "ids": [f"ror:{row['ror']}"], "name": row["name"],
               "class": "GovernmentBody" if is_state else "Organization", "kind": row.get("kind", row["type"]),
               "aliases": row.get("aliases", []), "acronyms": row.get("acronyms", []),
               "countries": [world.state(row.get("country"))] if world.state(row.get("country")) else []}
        out["ties"] = [["part-of", identify(records[r[1]])] for r in row.get("rel", []) if r[0] == "parent" and r[1] in records]
        if row.get("founded"):
            out["start"] = str(row["founded"])
        yield out


def of_nsi(world):
    seen = set()
    for row in lines(world.actors / "nsi_government.jsonl"):
        if row["type"].startswith("flag") or row["qid"] in seen:
            continue
        seen.add(row["qid"])
        country = [world.state(code) for code in row.get("country", []) if world.state(code)]
        aliases = row.get("aliases", [])
        yield {"id": row["qid"], "name": row.get("label") or row["name"],
               "class": "Organization" if row["type"] == "party" else "GovernmentBody",
               "kind": row["type"].replace("_", "-"), "countries": country if len(country) == 1 else [],
               "aliases": [row["name"]] + [a for a in aliases if not is_acronym(a)],
               "acronyms": [a for a in aliases if is_acronym(a)]}


def of_parties(world):
    merged = {}
    for row in lines(world.actors / "parties.jsonl.gz"):
        if not row.get("qid"):
            continue
        country = world.state(row.get("country"))
        out = merged.setdefault(row["qid"], {
            "id": row["qid"], "name": row["name"], "class": "Organization", "kind": "party", "aliases": [], "acronyms": [],
            "ids": [], "countries": [], "start": row.get("start", ""), "end": row.get("end", "")})
        out["ids"].append(f"partyfacts:{row['partyfacts']}")
        acronyms, words = short_names(row.get("acronyms", []))
        out["aliases"] += [row["name"]] + row.get("aliases", []) + words
        out["acronyms"] += acronyms
        out["countries"] += [country] if country else []
        out["start"] = min(out["start"], row.get("start", ""))
        # A party that goes on under another identifier goes on.
        out["end"] = max(out["end"], row.get("end", "")) if out["end"] and row.get("end") else ""
    yield from merged.values()


def short_names(names):
    """Acronyms, and short names that are words ("Fidesz").

    The source has remarks cut into words among them ("GOP (Grand Old Party)", "ILP (English)"), and letters of ballots."""
    acronyms = [name for name in names if sum(c.isupper() for c in name) > 1]
    words = [name for name in names if name not in acronyms and len(name) > 3 and name[0].isupper()]
    is_remark = len(words) > 1 or any(word in ("Bulgarian", "English", "Interior", "Partai") for word in words)
    return acronyms, [] if is_remark else words


def of_media(world):
    seen = set()
    gazetteer_names = {slug(e["label"]) for e in world.gazetteer.values() if not e["item"]}
    for row in lines(world.actors / "news_agencies.jsonl"):
        item = row.get("qid") or f"agency:{slug(row['name'])}"
        if item in seen or (not row.get("qid") and slug(row["name"]) in gazetteer_names):
            continue
        seen.add(item)
        yield {"id": item, "name": row["name"], "class": "Organization", "kind": "news-agency",
               "aliases": [a for a in row.get("aliases", []) if not is_acronym(a)],
               "acronyms": [a for a in row.get("aliases", []) + row.get("acronyms", []) if is_acronym(a)],
               "countries": [world.state(row.get("country"))] if world.state(row.get("country")) else []}
    for row in lines(world.actors / "news_media.jsonl"):
        if not row.get("qid") or row["qid"] in seen or row["source"] not in ("wiki-media-cred", "name-suggestion-index"):
            continue
        seen.add(row["qid"])
        country = row.get("country")
        yield {"id": row["qid"], "name": row["name"], "class": "Organization", "kind": row["type"].replace("_", "-"),
               "countries": [world.state(country)] if isinstance(country, str) and world.state(country) else []}


def of_seats(world):
    known = {slug(n): key for key, e in world.gazetteer.items() if e["class"] == "GovernmentBody" for n in [e["label"], *e["aliases"]]}
    seen = set()
    for row in lines(world.actors / "metonyms.jsonl"):
        key = known.get(slug(row["name"]))
        item = row.get("qid") or (key_id(world, key) if key else f"seat:{slug(row['name'])}")
        if item in seen:
            continue
        seen.add(item)
        out = {"id": item, "name": row["name"], "class": "GovernmentBody", "kind": "seat", "aliases": row.get("aliases", []) +
               ([row["target"]] if row.get("target") and not row.get("target_qid") else [])}
        out["countries"] = [world.item(row["country_qid"])] if row.get("country_qid") else []
        out["ties"] = [["stands-for", row["target_qid"]]] if row.get("target_qid") else []
        yield out


def of_events(world):
    seen = set()
    for row in lines(world.actors / "events_wikidata.jsonl.gz"):
        if row["qid"] in seen:
            continue
        seen.add(row["qid"])
        day = row["date"]
        # The source cut dates before our era, and has 1 January where only the year is known.
        day = day[:5] if day.startswith("-") else day[:4] if day.endswith("-01-01") else day
        is_battle = row["type"] in ("battle", "war", "operation", "revolt")
        yield {"id": row["qid"], "name": row["name"], "class": "War" if is_battle else "Event", "kind": row["type"],
               "start": day, "end": day if row["type"] == "battle" else ""}


def check(data, offices):
    """Each identifier of the tables stands in the data, as a whole word."""
    known = set()
    paths = [data / n for n in ["rigour_territories.jsonl", "country-codes.csv", "geonames_cities15000.tsv.gz", "us_congress_current.jsonl.gz",
                                    "us_executive.jsonl"]]
    paths += sorted((data / "actors").glob("*")) + sorted(GAZETTEER.glob("*.ttl")) + [offices]
    barred = {"igos_supraverden_ccbysa.jsonl", "countryinfo_officials.jsonl.gz", "ucdp_actors.jsonl", "ucdp_conflicts.jsonl"}
    for path in paths:
        if path.name in barred or not path.is_file():
            continue
        raw = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
        known.update(re.findall(r"\bQ\d+\b|\b\d{3,}\b|\b0\w{8}\b|\b[A-Z]\d{6}\b", raw.decode("utf-8")))
    missing, count = [], 0
    for path in sorted(TARGET.glob("*.jsonl.gz")):
        for row in lines(path):
            wanted = [row.get("id", ""), *row.get("ids", []), *row.get("countries", []), *[t[1] for t in row.get("ties", [])]]
            for identifier in wanted:
                bare = re.fullmatch(r"(?:geonames:|ror:|partyfacts:|bioguide:)?(Q\d+|\d{3,}|0\w{8}|[A-Z]\d{6})", identifier)
                count += 1
                if bare and bare[1] not in known:
                    missing.append(f"{path.name}: {identifier}")
    print(f"{count} identifiers looked at, {len(missing)} not in the data")
    for line in missing:
        print(line)
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
