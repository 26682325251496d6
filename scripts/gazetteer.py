#!/usr/bin/env python3
"""Writes ontology/gazetteer/*.ttl from a folder of source data.

    python3 scripts/gazetteer.py DATA [--check]

DATA holds the files that ontology/gazetteer/README.md names, with their sources and licences. The result depends on
them alone: the same data gives the same bytes. With --check nothing is written; the exit status says whether the
files are up to date. Python 3.9 or later, standard library only.

Identifiers (Wikidata, GeoNames, ISO) are copied from the data. Names that the data lack in the form that news uses
("U.S.", "Britain", "Burma") are listed in the tables below; they carry no identifiers.

Names that are left out:
- a single word that the news corpus writes in lower case at least a third as often as capitalised ("Nice", "Mobile",
  "Reading", "ACT", "WHO" would only be kept by name below): it is an ordinary word;
- a city whose name the corpus writes behind "in", "near", "outside" less than once in twenty: it is mostly a person
  ("Jackson", "Victoria") or another thing; and one that shares its name with a state or a larger city;
- a name of two letters, of digits, or with a bracket in it;
- a name that two bodies or organizations share ("Ministry of Defence", "Senate"): without its state it says nothing.
"""

import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "ontology" / "gazetteer"

# ------------------------------------------------------------------------------------------------ names by hand

# Names that news uses and the data lack or bury among misspellings.
STATE_NAMES = {
    "US": ["United States of America", "US", "U.S.", "USA", "U.S.A.", "America"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain"],
    "AE": ["UAE", "U.A.E.", "Emirates"],
    "KP": ["DPRK", "N. Korea", "N Korea"],
    "KR": ["ROK", "S. Korea", "S Korea", "Republic of Korea"],
    "CD": ["DRC", "D.R.C.", "DR Congo", "D.R. Congo", "Congo-Kinshasa", "Democratic Republic of Congo"],
    "CG": ["Congo Republic", "Congo-Brazzaville", "Republic of Congo"],
    "CF": ["CAR"],
    "CN": ["PRC", "P.R.C.", "Mainland China"],
    "TW": ["Republic of China", "Chinese Taipei"],
    "RU": ["Russian Federation"],
    "MM": ["Burma"],
    "TR": ["Turkey", "Türkiye", "Turkiye"],
    "CZ": ["Czechia", "Czech Republic"],
    "SZ": ["Swaziland", "Eswatini"],
    "CV": ["Cape Verde", "Cabo Verde"],
    "TL": ["East Timor", "Timor-Leste"],
    "CI": ["Ivory Coast", "Côte d'Ivoire", "Cote d'Ivoire"],
    "MK": ["Macedonia", "North Macedonia"],
    "VA": ["Vatican", "Vatican City", "Holy See"],
    "PS": ["Palestine", "Palestinian Authority", "Palestinian National Authority", "Palestinian territories"],
    "BA": ["Bosnia", "Bosnia-Herzegovina", "Bosnia and Herzegovina"],
    "TT": ["Trinidad"],
    "AG": ["Antigua"],
    "ST": ["Sao Tome and Principe", "Sao Tome"],
    "PG": ["PNG"],
    "SA": ["KSA", "Kingdom of Saudi Arabia"],
    "NL": ["Holland", "the Netherlands"],
    "GM": ["Gambia", "The Gambia"],
    "BS": ["Bahamas", "The Bahamas"],
    "SD": ["North Sudan"],
    "HK": ["Hong Kong"],
    "MO": ["Macau", "Macao"],
    "VI": ["US Virgin Islands"],
    "LK": ["Ceylon"],
    "BO": ["Bolivia"],
    "VN": ["Viet Nam"],
    "SY": ["Syrian Arab Republic"],
    "LA": ["Lao PDR"],
    "IR": ["Islamic Republic of Iran"],
    "suhh": ["USSR", "U.S.S.R."],
    "dd": ["GDR", "German Democratic Republic"],
    "yucs": ["Federal Republic of Yugoslavia"],
}

# The names to show, where the data have a longer or an official one.
STATE_LABELS = {
    "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "HK": "Hong Kong", "MO": "Macao",
    "VA": "Vatican City", "TR": "Turkey", "CI": "Ivory Coast", "GB": "United Kingdom", "SY": "Syria",
    "ge-ab": "Abkhazia", "x-so": "South Ossetia", "ua-cri": "Crimea", "ua-dpr": "Donetsk People's Republic",
    "ua-lpr": "Luhansk People's Republic", "VI": "US Virgin Islands", "MF": "Saint Martin", "CV": "Cape Verde",
    "iq-kr": "Iraqi Kurdistan",
}

# People and adjectives that the data lack, or have in a form that news does not use.
STATE_PEOPLE = {
    "GB": (["British"], ["Briton", "Britons", "Brit", "Brits"]),
    "US": (["American"], ["American", "Americans"]),
    "NL": (["Dutch"], ["Dutch", "Dutchman", "Dutchmen", "Dutchwoman"]),
    "IE": (["Irish"], ["Irishman", "Irishmen", "Irishwoman", "Irish"]),
    "FR": (["French"], ["Frenchman", "Frenchmen", "Frenchwoman", "Frenchwomen", "French"]),
    "PS": (["Palestinian"], ["Palestinian", "Palestinians"]),
    "VA": (["Vatican"], []),
    "CD": (["Congolese"], ["Congolese"]),
    "HK": (["Hong Kong"], ["Hong Konger", "Hong Kongers"]),
    "IL": (["Israeli"], ["Israeli", "Israelis"]),
    "KP": (["North Korean"], ["North Korean", "North Koreans"]),
    "KR": (["South Korean"], ["South Korean", "South Koreans"]),
    "XK": (["Kosovar", "Kosovan"], ["Kosovar", "Kosovars"]),
    "TW": (["Taiwanese"], ["Taiwanese"]),
    "SS": (["South Sudanese"], ["South Sudanese"]),
    "ES": (["Spanish"], ["Spaniard", "Spaniards"]),
    "AF": (["Afghan"], ["Afghan", "Afghans"]),
    "TR": (["Turkish"], ["Turk", "Turks"]),
    "IQ": (["Iraqi"], ["Iraqi", "Iraqis"]),
    "PL": (["Polish"], ["Pole", "Poles"]),
    "suhh": (["Soviet"], ["Soviets"]),
    "yucs": (["Yugoslav", "Yugoslavian"], ["Yugoslav", "Yugoslavs"]),
    "cshh": (["Czechoslovak", "Czechoslovakian"], []),
    "dd": (["East German"], ["East German", "East Germans"]),
    "ge-ab": (["Abkhaz", "Abkhazian"], ["Abkhazians"]),
    "x-so": (["South Ossetian"], ["South Ossetians"]),
    "md-pmr": (["Transnistrian"], ["Transnistrians"]),
    "so-som": (["Somaliland"], []),
    "cy-trnc": (["Turkish Cypriot"], ["Turkish Cypriot", "Turkish Cypriots"]),
}

# Territories without a government of their own, and places that rigour lists beside states.
PLACE_CODES = {"AQ", "BV", "HM", "TF", "UM", "SJ", "IO", "GS", "CC", "CX", "NF", "PN", "BL", "MF", "PM", "WF", "TK"}
# Regions that act as states without general recognition.
BREAKAWAY = ["az-nk", "cy-trnc", "ge-ab", "md-pmr", "so-som", "ua-dpr", "ua-lpr", "x-so"]
HISTORICAL = ["cshh", "csxx", "dd", "suhh", "yucs", "zr"]


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
        self.keys = set()
        self.state_keys = {}
        self.states = self.read_states()

    def files(self):
        yield "states.ttl", document("States and territories", self.states, [
            "rigour 2.6.1, territories (MIT): names, Wikidata items, successors",
            "datasets/country-codes (ODC PDDL 1.0): official names, ISO and GeoNames codes, capitals",
            "CIA World Factbook (public domain): nouns and adjectives of nationality",
            "andybega/states (MIT), after Gleditsch and Ward: years of former states",
        ])

    # ------------------------------------------------------------------------------------------------ states

    def read_states(self):
        people = self.people()
        entries = []
        for code, row in sorted(self.data.countries.items()):
            if code not in PLACE_CODES:
                entries.append(self.state(code, row, people))
        for code in ["xk", *BREAKAWAY, *HISTORICAL]:
            entries.append(self.unlisted_state(code, people))
        return entries

    def state(self, code, row, people):
        territory = self.data.territories[code.lower()]
        label = STATE_LABELS.get(code, territory["name"])
        written = [*STATE_NAMES.get(code, []), territory["name"], territory["full_name"], row["CLDR display name"],
                   row["UNTERM English Short"], row["official_name_en"], row["UNTERM English Formal"]]
        adjectives, demonyms = self.people_of(code, people)
        item = row["wikidata_id"].rsplit("/", 1)[-1] or territory["qid"]
        key = self.key(label)
        self.state_keys[code] = key
        return Entry("State", label, key, state_names(written), adjective=adjectives, demonym=demonyms, iso=code,
                     geonames=row["Geoname ID"], wikidata=item)

    def unlisted_state(self, code, people):
        """A state without a code of ISO 3166-1: Kosovo, breakaway regions, former states."""
        territory = self.data.territories[code]
        label = STATE_LABELS.get(code, territory["name"])
        adjectives, demonyms = self.people_of(code, people)
        key = self.key(label)
        self.state_keys[code.upper() if code == "xk" else code] = key
        first, last = self.years(territory) if territory["is_historical"] else (None, None)
        written = [*STATE_NAMES.get(code, []), territory["name"], territory["full_name"]]
        item = None if code.startswith("ua-") else territory["qid"]
        return Entry("State", label, key, state_names(written), adjective=adjectives, demonym=demonyms, wikidata=item,
                     **{"from": first, "until": last})

    def years(self, territory):
        """First and last year of a former state."""
        rows = [r for r in self.data.lines("actors/states_gw_cow.jsonl")
                if r.get("qid") == territory["qid"] or territory["name"].lower() in r["name"].lower()]
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
        own = STATE_PEOPLE.get(code.upper()) or STATE_PEOPLE.get(code)
        if own:
            return own
        adjective, noun = people.get(code.upper(), ("", ""))
        return adjectives_of(adjective), demonyms_of(noun)

    def key(self, label, *suffixes):
        """A key that nothing else has."""
        for suffix in ("", *suffixes):
            key = slug(label + " " + str(suffix))
            if key not in self.keys:
                self.keys.add(key)
                return key
        raise ValueError(f"no key for {label}")


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
