#!/usr/bin/env python3
"""Finds the Wikidata items of the parties of ontology/gazetteer/parties.ttl in Party Facts: scripts/party_items.py DATA [--write]

A party whose names only one party of the world has gets its item in the gazetteer (`owl:sameAs`), so that its name alone links it.
The others are in the bundled index alone (scripts/link_sources.py uses `item` below), where the document has to speak of their state:
of several, the one of the state that COUNTRIES gives. Items are copied from the data only. Standard library only.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from link_rows import is_acronym, lines, slug

PARTIES = Path(__file__).resolve().parent.parent / "ontology" / "gazetteer" / "parties.ttl"
# States of parties whose names others bear; compiled by hand (facts, CC0).
COUNTRIES = {
    "Republican Party": "US", "Democratic Party": "US", "Conservative Party": "GB", "Labour Party": "GB", "Liberal Democrats": "GB",
    "New Democratic Party": "CA", "Liberal Party of Australia": "AU", "Christian Democratic Union": "DE",
    "Free Democratic Party": "DE", "National Rally": "FR", "National Front": "FR", "New Democracy": "GR", "Golden Dawn": "GR",
    "Civic Platform": "PL", "Law and Justice": "PL", "Justice and Development Party": "TR", "Republican People's Party": "TR",
    "Nationalist Movement Party": "TR", "Peoples' Democratic Party": "TR", "Communist Party of China": "CN",
    "Democratic Progressive Party": "TW", "Liberal Democratic Party": "JP", "National League for Democracy": "MM",
    "People's Action Party": "SG", "All Progressives Congress": "NG", "Party of National Unity": "KE", "National Congress Party": "SD",
    "Institutional Revolutionary Party": "MX", "National Action Party": "MX", "Party of the Democratic Revolution": "MX",
    "Sinn Féin": "IE", "Podemos": "ES", "Social Democratic Party of Germany": "DE", "Movement for Democratic Change": "ZW",
    "Awami League": "BD", "Muslim Brotherhood": "EG", "Indian National Congress": "IN", "Bharatiya Janata Party": "IN",
    "Communist Party of India": "IN", "African National Congress": "ZA", "Kuomintang": "TW", "United National Movement": "GE",
    "Freedom Party of Austria": "AT", "Freedom and Justice Party": "EG", "Pakistan People's Party": "PK",
    "Hamas": "PS", "Hezbollah": "LB",
}


class Items:
    """Parties of Party Facts by name."""

    def __init__(self, actors):
        self.by_name = defaultdict(set)
        for row in lines(actors / "parties.jsonl.gz"):
            if row.get("qid"):
                for name in [row["name"], *row.get("aliases", [])]:
                    self.by_name[slug(name)].add((row["qid"], row.get("country"), row.get("end", "") == ""))

    def found(self, names):
        return set().union(*(self.by_name[slug(name)] for name in names if not is_acronym(name)))

    def sole(self, names):
        """The item of the one party that has any of the names; `None` if there are several or none."""
        items = {item for item, *_ in self.found(names)}
        return items.pop() if len(items) == 1 else None

    def item(self, label, names, country=None):
        """The item of the party that news means by the names, in its own state."""
        found = self.by_name[slug(label)] or self.found(names)
        country = COUNTRIES.get(label, country)
        if not country:
            return self.sole([label, *names])
        of_state = {(item, goes_on) for item, own, goes_on in found if own == country}
        today = {item for item, goes_on in of_state if goes_on} or {item for item, _ in of_state}
        return today.pop() if len(today) == 1 else None


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    items = Items(Path(arguments[0]) / "actors")
    text = PARTIES.read_text(encoding="utf-8")
    text = re.sub(r" ;\n    owl:sameAs wd:Q\d+ \.", " .", text)
    blocks, count = text.split("\n\n"), 0
    for at, block in enumerate(blocks):
        names = re.findall(r'"([^"]+)"@en', block)
        item = names and items.sole(names)
        # What only a word of another tongue tells apart is left to the index.
        if item and names[0] not in COUNTRIES and block.rstrip().endswith("."):
            blocks[at] = block.rstrip().removesuffix(".").rstrip() + f" ;\n    owl:sameAs wd:{item} ."
            count += 1
    text = "\n\n".join(blocks).rstrip() + "\n"
    if "@prefix owl:" not in text:
        text = text.replace("@prefix skos:", "@prefix owl:  <http://www.w3.org/2002/07/owl#> .\n@prefix skos:")
    if "@prefix wd:" not in text:
        text = re.sub(r"(@prefix skos: .*\n)", r"\1@prefix wd:   <http://www.wikidata.org/entity/> .\n", text)
    if "--write" in sys.argv:
        PARTIES.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    print(f"{count} parties with an item", file=sys.stderr)


if __name__ == "__main__":
    main()
