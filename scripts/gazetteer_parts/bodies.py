"""Seats of power, ministries, forces and agencies of states."""

import re
from collections import Counter

import gazetteer_names as by_hand

from .turtle import Entry


class Bodies:
    """Seats of power, ministries, forces and agencies of states."""

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


GENERIC = set("""agriculture human rights commission on the of and for a in on to national federal state central general royal republic ministry department office agency
bureau parliament assembly house senate congress council chamber representatives deputies legislative legislature people's army navy
air force forces armed police coast guard defence defense foreign affairs interior finance justice health education bank court
supreme institute research centre center""".split())


def is_generic(name):
    """Whether a name says nothing without its state."""
    return all(word.lower().strip(",") in GENERIC for word in name.split())
