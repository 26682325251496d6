"""Armed groups."""

import gazetteer_names as by_hand

from .turtle import Entry


class Groups:
    """Armed groups."""

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
