"""Regions, subdivisions of states, and cities."""

import re

import gazetteer_names as by_hand

from .turtle import Entry
from .words import plain


class Places:
    """Regions, subdivisions of states, and cities."""

    def read_regions(self):
        items = self.items_of_regions()
        return [self.region(label, names, self.state_keys.get(country), items.get(label))
                for label, (country, names) in by_hand.REGIONS.items() if label not in self.taken]

    def items_of_regions(self):
        """Items of regions by hand: what a cabinet governs that is described as one of, or in, a region of that name."""
        known = {territory["qid"] for territory in self.data.territories.values()}
        items = {}
        for row in self.data.lines("actors/cabinets_wikidata.jsonl"):
            for label in by_hand.REGIONS:
                if label in row.get("description", "") and row.get("country_qid", "") not in {"", *known}:
                    items.setdefault(label, set()).add(row["country_qid"])
        return {label: found.pop() for label, found in items.items() if len(found) == 1}

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
            # Provinces stand behind a comma ("Chicago, Illinois") more often than behind "in".
            is_meant = label not in {*self.given_names, *by_hand.REGIONS_DROPPED} or self.is_place(label)
            if is_named and self.is_fit(label) and is_meant:
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
