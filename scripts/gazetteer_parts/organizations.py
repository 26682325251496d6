"""International organizations and news outlets."""

import re

import gazetteer_names as by_hand

from .turtle import Entry
from .words import spellings, whole_of


class Organizations:
    """International organizations and news outlets."""

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

    def read_platforms(self):
        entries = [Entry("Organization", name, key, state=self.state_keys.get(country)) for name, key, country in by_hand.PLATFORMS]
        self.taken.update(entry.label for entry in entries)
        return entries
