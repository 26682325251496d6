"""States and territories of today and of old."""

import gazetteer_names as by_hand

from .turtle import Entry
from .words import adjectives_of, demonyms_of, state_names


class States:
    """States and territories of today and of old."""

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
